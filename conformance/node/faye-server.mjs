// Echoes by faye-websocket's server until its standard input ends, so that it does not outlive who started it; knows the
// subprotocols in the arguments. Prints its URL, and one line of JSON for each connection that ended.
import { createServer } from "node:http";
import faye from "faye-websocket";

const protocols = process.argv.slice(2);
const server = createServer((request, response) => response.end("Not a WebSocket\n"));
server.on("upgrade", (request, stream, head) => {
  const socket = new faye(request, stream, head, protocols);
  socket.on("message", (event) => socket.send(event.data));
  socket.on("close", ({ code, reason }) =>
    console.log(JSON.stringify({ protocol: socket.protocol, version: socket.version, code, reason })));
});
server.listen(0, "127.0.0.1", () => console.log(`ws://127.0.0.1:${server.address().port}/`));
process.stdin.on("end", () => process.exit()).resume();
