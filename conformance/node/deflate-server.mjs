// Echoes with permessage-deflate until its standard input ends, so that it does not outlive who started it. The URL's path
// says by what, ws or faye-websocket; its query has a number and, as JSON, the options, or false. Prints its URL, and one line of JSON
// for each connection that ended, with that number.
import { createServer } from "node:http";
import faye from "faye-websocket";
import deflate from "permessage-deflate";
import { WebSocketServer } from "ws";
import { sendInFragments } from "./fragments.mjs";

const echoes = {
  "/ws": (request, stream, head, perMessageDeflate) => {
    const server = new WebSocketServer({ noServer: true, perMessageDeflate });
    server.handleUpgrade(request, stream, head, (socket) =>
      socket.on("message", (data, binary) => sendInFragments(socket, data, binary)));
  },
  "/faye": (request, stream, head, options) => {
    const socket = new faye(request, stream, head, [], { extensions: options ? [deflate.configure(options)] : [] });
    socket.on("message", (event) => socket.send(event.data));
  },
};

const server = createServer();
server.on("upgrade", (request, stream, head) => {
  const url = new URL(request.url, "http://localhost");
  stream.on("error", (error) => console.error(error.message));
  stream.on("close", () => console.log(JSON.stringify({
    id: Number(url.searchParams.get("id")),
    offer: request.headers["sec-websocket-extensions"],
    read: stream.bytesRead,
    written: stream.bytesWritten,
  })));
  echoes[url.pathname](request, stream, head, JSON.parse(url.searchParams.get("options")));
});
server.listen(0, "127.0.0.1", () => console.log(`ws://127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit()).resume();
