import type { AnyEvent, Environment } from "../packages/client/src";

/** An `EventSource` that does what a test says, and nothing else. */
export class ScriptedEventSource extends EventTarget {
  static opened: ScriptedEventSource[] = [];

  /** The newest one. */
  static get last(): ScriptedEventSource {
    const last = ScriptedEventSource.opened.at(-1);
    if (!last) {
      throw new Error("nothing was opened");
    }
    return last;
  }

  readonly url: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: MessageEvent) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string | URL) {
    super();
    this.url = String(url);
    ScriptedEventSource.opened.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  /** A data frame; its position is what `id:` said. */
  send(seq: number, event: AnyEvent | string): void {
    const data = typeof event === "string" ? event : JSON.stringify(event);
    this.onmessage?.(new MessageEvent("message", { data, lastEventId: String(seq) }));
  }

  control(frame: object): void {
    this.dispatchEvent(new MessageEvent("control", { data: JSON.stringify(frame) }));
  }

  /** The connection was lost, and the browser tries again by itself. */
  lose(): void {
    this.readyState = 0;
    this.onerror?.();
  }

  /** The browser gave up: any answer but 200. */
  giveUp(): void {
    this.readyState = 2;
    this.onerror?.();
  }

  close(): void {
    this.readyState = 2;
  }
}

export interface ScriptedWorld extends Environment {
  /** What `fetch` was asked for. */
  readonly asked: string[];
  /** What `fetch` answers from now on. */
  answer(response: () => Response | Promise<Response>): void;
}

/** A world whose clock is the test's (fake timers), whose jitter is always the half, and whose server is scripted. */
export function scriptedWorld(): ScriptedWorld {
  ScriptedEventSource.opened = [];
  const asked: string[] = [];
  let respond: () => Response | Promise<Response> = () => Promise.reject(new TypeError("offline"));
  return {
    EventSource: ScriptedEventSource as unknown as typeof EventSource,
    fetch: async (input) => {
      asked.push(String(input));
      return respond();
    },
    now: () => Date.now(),
    random: () => 0.5,
    setTimeout: (callback, ms) => setTimeout(callback, ms) as unknown as number,
    clearTimeout: (timer) => clearTimeout(timer),
    watch: (tick) => {
      const timer = setInterval(tick, 1000);
      return () => clearInterval(timer);
    },
    asked,
    answer: (next) => {
      respond = next;
    },
  };
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}
