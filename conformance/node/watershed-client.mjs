// The original watershed as a client of the port in the first argument. Sends a text, bytes and then the text in the second argument,
// which says how it shall end; prints each event as one line of JSON.
import { request as open } from "node:http";
import watershed from "watershed";

const [port, wish] = process.argv.slice(2);
const shed = new watershed.Watershed();
const key = shed.generateKey();
const headers = {
  connection: "upgrade",
  upgrade: "websocket",
  "Sec-WebSocket-Key": key,
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Protocol": "talk, chat",
};
const request = open({ host: "127.0.0.1", port, headers });
request.on("upgrade", (response, socket, head) => {
  const connection = shed.connect(response, socket, head, key);
  const say = (event) => console.log(JSON.stringify(event));
  say({ protocol: connection.getProtocol() });
  connection.on("text", (text) => {
    say({ text });
    connection.send(Buffer.from("00ff10", "hex"));
  });
  connection.on("binary", (data) => {
    say({ binary: data.toString("hex") });
    if (wish === "leave") {
      connection.end("enough");
    } else if (wish === "vanish") {
      socket.resetAndDestroy();
    } else {
      connection.send(wish);
    }
  });
  connection.on("connectionReset", () => say({ reset: true }));
  connection.on("end", (code, reason) => say({ code, reason }));
  connection.send("Grüße");
});
request.end();
