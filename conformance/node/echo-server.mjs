// Echoes until its standard input ends, so that it does not outlive who started it. Prints its URL, and one line of
// JSON for each connection that ended.
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("listening", () => console.log(`ws://127.0.0.1:${server.address().port}/`));
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on("close", (code, reason) => console.log(JSON.stringify({ code, reason: reason.toString() })));
});
process.stdin.on("end", () => process.exit()).resume();
