// Sends messages of each kind and size to the URL in the first argument and compares what comes back. The second
// argument may name a file with the authorities to trust. Prints one line of JSON about the end.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import WebSocket from "ws";

const [url, authorities] = process.argv.slice(2);
const socket = new WebSocket(url, authorities ? { ca: readFileSync(authorities) } : {});
await once(socket, "open");

const echoed = [];
for (const data of ["Grüße, 世界", "", Buffer.from("00ff1080", "hex"), randomBytes(1 << 20), randomBytes(60 << 20)]) {
  socket.send(data);
  const [reply, isBinary] = await once(socket, "message");
  if (isBinary !== Buffer.isBuffer(data) || !reply.equals(Buffer.from(data))) {
    throw new Error(`The echo of ${data.length} differs`);
  }
  echoed.push(reply.length);
}
socket.ping("are you there?");
const [pong] = await once(socket, "pong");
socket.close(3001, "enough");
const [code, reason] = await once(socket, "close");
console.log(JSON.stringify({ echoed, pong: pong.toString(), code, reason: reason.toString() }));
