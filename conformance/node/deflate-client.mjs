// For each line of JSON on standard input: connects by ws or faye-websocket with permessage-deflate, sends messages, and
// compares what comes back. Prints one line of JSON for each, with its id. The messages are those in the file of the first argument,
// one a line: "text" and a text in JSON, or "binary" and bytes in Base64. Says when it is ready.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import faye from "faye-websocket";
import deflate from "permessage-deflate";
import WebSocket from "ws";
import { sendInFragments } from "./fragments.mjs";

const all = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").map((line) => {
  const [kind, data] = [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)];
  return kind === "text" ? JSON.parse(data) : Buffer.from(data, "base64");
});

const bytes = (data) => Buffer.isBuffer(data) ? data : Buffer.from(data);

/** Sends everything at once; fails unless everything comes back, in order and of its kind. */
function converse(count, send, listen) {
  const messages = all.slice(0, count);
  return new Promise((resolve, reject) => {
    let next = 0;
    listen((data, binary) => {
      const sent = messages[next];
      if (binary !== Buffer.isBuffer(sent) || !bytes(data).equals(bytes(sent))) {
        reject(new Error(`The echo of message ${next} differs`));
      } else if (++next === messages.length) {
        resolve();
      }
    }, reject);
    messages.forEach(send);
  });
}

const clients = {
  ws: async ({ url, options, count }) => {
    const socket = new WebSocket(url, { perMessageDeflate: options });
    const [[response]] = await Promise.all([once(socket, "upgrade"), once(socket, "open")]);
    await converse(count,
      (data) => sendInFragments(socket, bytes(data), Buffer.isBuffer(data)),
      (onMessage, onFailure) => {
        socket.on("message", onMessage);
        socket.on("error", onFailure);
        socket.on("close", (code, reason) => onFailure(new Error(`Closed: ${code} ${reason}`)));
      });
    socket.close(1000);
    await once(socket, "close");
    const { bytesRead: read, bytesWritten: written } = response.socket;
    return { response: response.headers["sec-websocket-extensions"], read, written };
  },

  faye: async ({ url, options, count }) => {
    const socket = new faye.Client(url, [], { extensions: options ? [deflate.configure(options)] : [] });
    const failed = once(socket, "close").then(([{ code, reason }]) => { throw new Error(`Closed: ${code} ${reason}`); });
    await Promise.race([once(socket, "open"), failed]);
    await Promise.race([failed, converse(count,
      (data) => socket.send(data),
      (onMessage) => socket.on("message", ({ data }) => onMessage(data, typeof data !== "string")))]);
    const closed = once(socket._stream, "close");
    failed.catch(() => {});
    socket.close(1000);
    await closed;
    const { bytesRead: read, bytesWritten: written } = socket._stream;
    return { response: socket.headers["sec-websocket-extensions"], read, written };
  },
};

console.log("Ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { id, client, ...task } = JSON.parse(line);
  // Not waited for: one that hangs is one test that fails.
  clients[client](task).then(
    (result) => console.log(JSON.stringify({ id, ...result })),
    (error) => console.log(JSON.stringify({ id, error: error.message })));
}
process.exit();
