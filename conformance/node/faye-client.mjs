// Sends messages of each kind and size by faye-websocket's client to the URL in the first argument, offering the
// subprotocols that follow, and compares what comes back. Prints one line of JSON about the end.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import faye from "faye-websocket";

const [url, ...protocols] = process.argv.slice(2);
const socket = new faye.Client(url, protocols);
await once(socket, "open");

const echoed = [];
for (const data of ["Grüße, 世界", "", Buffer.from("00ff1080", "hex"), randomBytes(1 << 20), randomBytes(8 << 20)]) {
  socket.send(data);
  const [reply] = await once(socket, "message");
  if (!Buffer.from(reply.data).equals(Buffer.from(data)) || typeof reply.data !== (typeof data)) {
    throw new Error(`The echo of ${data.length} differs`);
  }
  echoed.push(Buffer.byteLength(data));
}
const pong = new Promise((resolve) => socket.ping("are you there?", () => resolve("pong")));
const answer = await pong;
socket.close(3001, "enough");
const [{ code, reason }] = await once(socket, "close");
console.log(JSON.stringify({ echoed, answer, protocol: socket.protocol, version: socket.version, code, reason }));
