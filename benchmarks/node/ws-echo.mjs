// Echoes until its standard input ends. Takes "deflate" if compression is to be agreed on.
import { WebSocketServer } from "ws";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  backlog: 1024,
  maxPayload: 64 * 1024 * 1024,
  perMessageDeflate: process.argv.includes("deflate"),
});
server.on("listening", () => console.log(`listening ${server.address().port}`));
server.on("connection", (socket) => {
  // Text is what users make of it: a string.
  socket.on("message", (data, isBinary) => socket.send(isBinary ? data : data.toString()));
  socket.on("error", (error) => console.error(error));
});
process.stdin.on("end", () => process.exit()).resume();
