// The original watershed as an echo server, with the subprotocol "chat". Told "end" or "reset" by a text, it does that. Prints its
// port, and one line of JSON for each thing that ended.
import { createServer } from "node:http";
import watershed from "watershed";

const shed = new watershed.Watershed();
const server = createServer();
server.on("upgrade", (request, socket, head) => {
  const connection = shed.accept(request, socket, head, false, ["chat"]);
  connection.on("text", (text) => {
    if (text === "end") {
      connection.end("enough");
    } else if (text === "reset") {
      socket.resetAndDestroy();
    } else {
      connection.send(text);
    }
  });
  connection.on("binary", (data) => connection.send(data));
  connection.on("connectionReset", () => console.log(JSON.stringify({ reset: true })));
  connection.on("end", (code, reason) => console.log(JSON.stringify({ code, reason })));
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.stdin.on("end", () => process.exit()).resume();
