/** A server of the built page that tells one job: its stream is written at a steady pace once it is told to go. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const TURN_MS = 10;

/**
 * Serve.
 *
 * @param {string} dist The folder that the page was built into.
 * @param {string[]} frames What a stream says of the job, an event each.
 * @param {number} perSecond Events.
 * @returns {Promise<{port: number, opened: Promise<void>, tell: () => Promise<void>, close: () => void}>}
 *   `opened` once the page has asked for the stream; `tell` writes all frames to it, by the clock: a turn that comes
 *   late writes more.
 */
export async function serve(dist, frames, perSecond) {
  let stream;
  const opened = Promise.withResolvers();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://page");
    if (pathname.endsWith("/stream") && stream === undefined) {
      stream = response;
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write('event: control\ndata: {"type":"caught_up","seq":0}\n\n');
      opened.resolve();
    } else if (pathname.endsWith("/stream")) {
      response.writeHead(204).end(); // all of the job was told
    } else if (pathname.startsWith("/api/")) {
      // The page alone: what it would like to know besides is not there.
      const problem = { status: 404, code: "no_such_path", title: "Not Found", detail: "not part of this measure" };
      response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    } else {
      await sendFile(dist, pathname, response);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    opened: opened.promise,
    tell: () => tell(stream, frames, perSecond),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function tell(stream, frames, perSecond) {
  const began = performance.now();
  let told = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(frames.length, Math.floor(((performance.now() - began) * perSecond) / 1000));
      stream.write(frames.slice(told, due).join(""));
      told = due;
      if (told === frames.length) {
        clearInterval(timer);
        stream.end();
        resolve();
      }
    }, TURN_MS);
  });
}

async function sendFile(dist, pathname, response) {
  const name = extname(pathname) ? pathname : "index.html";
  try {
    const content = await readFile(join(dist, name));
    response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
