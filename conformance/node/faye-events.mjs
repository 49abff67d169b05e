// Serves event streams of three numbered events each, until its standard input ends, so that it does not outlive who started it. One
// that comes back goes on where it was. Prints its URL.
import { createServer } from "node:http";
import faye from "faye-websocket";

const server = createServer((request, response) => {
  if (!faye.EventSource.isEventSource(request)) {
    response.writeHead(404).end();
    return;
  }
  const source = new faye.EventSource(request, response, { retry: 0.1 });
  const last = Number(source.lastEventId || 0);
  for (let number = last + 1; number <= last + 3; number++) {
    source.send(`Number ${number}\nof many`, { event: "tick", id: String(number) });
  }
  source.close();
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/events`));
process.stdin.on("end", () => process.exit()).resume();
