import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to a gateway on which somebody decides when a job goes on. */
export interface SlowMotion {
  readonly url: string;
  /** Let so many further events through. */
  letThrough(count: number): void;
  close(): void;
}

/**
 * Stand before a gateway and hold back the events of a job until they are let through, so that a picture may be taken of
 * each moment: a job takes about a second. They are the job's own; only their times are those at which they were let
 * through, as if the machine were slow.
 *
 * @param origin The address of the gateway.
 */
export async function slowMotion(origin: string): Promise<SlowMotion> {
  const gate = new Gate();
  const server = createServer((asked, answer) => {
    const onward = request(
      new URL(asked.url ?? "/", origin),
      {
        method: asked.method ?? "GET",
        headers: { ...asked.headers, "accept-encoding": "identity" },
      },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        if (given.headers["content-type"]?.startsWith("text/event-stream")) {
          void pass(given, answer, gate);
        } else {
          given.pipe(answer);
        }
      },
    );
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letThrough: (count) => gate.open(count),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

class Gate {
  #open = 0;
  #wake: () => void = () => undefined;

  open(count: number): void {
    this.#open += count;
    this.#wake();
  }

  async pass(): Promise<void> {
    while (this.#open < 1) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    this.#open -= 1;
  }
}

async function pass(given: IncomingMessage, answer: ServerResponse, gate: Gate): Promise<void> {
  let rest = "";
  let began = 0;
  given.setEncoding("utf8");
  for await (const piece of given) {
    const frames = (rest + piece).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      if (/^id: /m.test(frame)) {
        await gate.pass();
        began ||= Date.now();
      }
      answer.write(
        `${frame.replace(/^data: (.*)$/m, (_, data) => `data: ${timed(data, began)}`)}\n\n`,
      );
    }
  }
  answer.end();
}

function timed(data: string, began: number): string {
  const event = JSON.parse(data);
  if (event.timestamp) {
    event.timestamp = new Date().toISOString();
  }
  if (event.type === "done") {
    event.data.duration_ms = Date.now() - began;
  }
  return JSON.stringify(event);
}
