// Sends as many mebibytes as the second argument says to the echo server at the URL in the first, not more than 4 at a time on
// their way, and prints one line of JSON with what came back.
import { once } from "node:events";
import WebSocket from "ws";

const [url, count] = process.argv.slice(2);
const socket = new WebSocket(url, { perMessageDeflate: false });
await once(socket, "open");
const message = Buffer.alloc(1 << 20, 7);
let sent = 0;
let bytes = 0;
const send = () => {
  message.writeUInt32BE(sent++);
  socket.send(Buffer.from(message));
};
let next = 0;
socket.on("message", (data) => {
  if (data.readUInt32BE() !== next++) {
    throw new Error(`Message ${next - 1} is missing`);
  }
  bytes += data.length;
  if (sent < count) {
    send();
  } else if (next === sent) {
    socket.close(3001, "enough");
  }
});
socket.on("close", (code) => console.log(JSON.stringify({ bytes, code })));
for (let i = 0; i < Math.min(4, count); i++) {
  send();
}
