import type { Channel, Locks } from "../packages/client/src";

interface Request {
  readonly held: () => Promise<void>;
  readonly settle: (error?: DOMException) => void;
}

/** Web Locks as one browser has them for all its tabs. Whatever is granted is so in a microtask, as there. */
export class ScriptedLocks implements Locks {
  readonly #holders = new Map<string, Request>();
  readonly #queues = new Map<string, Request[]>();
  /** All that were ever asked for. */
  readonly names = new Set<string>();

  /** How many are held or waited for. */
  get count(): number {
    return this.#holders.size + [...this.#queues.values()].flat().length;
  }

  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    held: () => Promise<void>,
  ): Promise<void> {
    this.names.add(name);
    return new Promise((resolve, reject) => {
      const request: Request = {
        held,
        settle: (error) => (error ? reject(error) : resolve()),
      };
      options.signal?.addEventListener("abort", () => {
        const queue = this.#queueOf(name);
        const place = queue.indexOf(request);
        if (place >= 0) {
          queue.splice(place, 1);
          request.settle(new DOMException("given up", "AbortError"));
        }
      });
      if (options.steal) {
        this.#holders.get(name)?.settle(new DOMException("stolen", "AbortError"));
        this.#holders.delete(name);
        this.#queueOf(name).unshift(request);
      } else {
        this.#queueOf(name).push(request);
      }
      void Promise.resolve().then(() => this.#grant(name));
    });
  }

  #queueOf(name: string): Request[] {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    return queue;
  }

  #grant(name: string): void {
    if (this.#holders.has(name)) {
      return;
    }
    const next = this.#queueOf(name).shift();
    if (!next) {
      return;
    }
    this.#holders.set(name, next);
    void next.held().then(() => {
      next.settle();
      if (this.#holders.get(name) === next) {
        this.#holders.delete(name);
        this.#grant(name);
      }
    });
  }
}

/** What the tabs of one browser have in common. */
export class ScriptedBrowser {
  readonly locks = new ScriptedLocks();
  readonly channels = new Set<ScriptedChannel>();
  /** Every message that any tab sent. */
  readonly said: unknown[] = [];
}

/** A `BroadcastChannel` of one tab. */
export class ScriptedChannel implements Channel {
  onmessage: ((message: MessageEvent) => void) | null = null;
  readonly #browser: ScriptedBrowser;
  readonly #name: string;
  readonly #isFrozen: () => boolean;

  constructor(browser: ScriptedBrowser, name: string, isFrozen: () => boolean) {
    this.#browser = browser;
    this.#name = name;
    this.#isFrozen = isFrozen;
    browser.channels.add(this);
  }

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    this.#browser.said.push(data);
    for (const other of this.#browser.channels) {
      if (other !== this && other.#name === this.#name) {
        void Promise.resolve().then(() => other.#receive(structuredClone(data)));
      }
    }
  }

  close(): void {
    this.#browser.channels.delete(this);
  }

  #receive(data: unknown): void {
    if (!this.#isFrozen() && this.#browser.channels.has(this)) {
      this.onmessage?.(new MessageEvent("message", { data }));
    }
  }
}
