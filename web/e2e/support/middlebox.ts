import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What stands between many a browser and its server. */
export class Middlebox {
  /** Requests whose path this names are never answered: a stream that is buffered for ever looks like that. */
  held: RegExp | null;
  readonly #target: string;
  readonly #server = createServer((asked, answer) => this.#onRequest(asked, answer));
  readonly #sockets = new Set<Socket>();

  private constructor(target: string, held: RegExp | null) {
    this.#target = target;
    this.held = held;
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(target: string, held: RegExp | null): Promise<Middlebox> {
    const middlebox = new Middlebox(target, held);
    middlebox.#server.listen(0, "127.0.0.1");
    await once(middlebox.#server, "listening");
    return middlebox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** End every connection, as those end on which nobody was heard for long. */
  cut(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, "close");
  }

  #onRequest(asked: IncomingMessage, answer: ServerResponse): void {
    const url = new URL(asked.url ?? "/", this.#target);
    if (this.held?.test(url.pathname)) {
      return;
    }
    const { method, headers } = asked;
    // A connection for each: one that is kept may be ended by the server in the moment in which it is taken again.
    const forwarded = request(url, { method, headers, agent: false }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(answer);
      answered.once("error", () => answer.destroy());
    });
    forwarded.once("error", () => answer.destroy());
    answer.once("close", () => forwarded.destroy());
    asked.pipe(forwarded);
  }
}
