import type { AnyEvent, Environment } from "../packages/client/src";
import { type ScriptedBrowser, ScriptedChannel } from "./scripted-tabs";

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

  /** Those that are not closed. */
  static get alive(): ScriptedEventSource[] {
    return ScriptedEventSource.opened.filter(({ readyState }) => readyState !== 2);
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
  /** How `fetch` was asked, in the same order. */
  readonly sent: RequestInit[];
  /** What `debug` told. */
  readonly logged: (readonly unknown[])[];
  /** What `fetch` answers from now on. */
  answer(respond: Responding): void;
  /** The page is shown again, or the network is back. */
  wake(): void;
  /** The tab is frozen, or thawed: it hears nothing and its clock does not tick. */
  freeze(frozen: boolean): void;
  /** How many callers watch the clock. */
  readonly watchers: number;
}

export type Responding = (url: string, init: RequestInit) => Response | Promise<Response>;

/**
 * A world whose clock is the test's (fake timers), whose jitter is always the half, and whose server is scripted.
 *
 * @param browser Given, it is a tab of that browser, with the locks and channels of all its tabs.
 */
export function scriptedWorld(browser?: ScriptedBrowser): ScriptedWorld {
  if (!browser) {
    ScriptedEventSource.opened = [];
  }
  const asked: string[] = [];
  const sent: RequestInit[] = [];
  const logged: (readonly unknown[])[] = [];
  const ticks = new Set<(woken: boolean) => void>();
  let frozen = false;
  let respond: Responding = () => Promise.reject(new TypeError("offline"));
  const shared = browser && {
    locks: browser.locks,
    channel: (name: string) => new ScriptedChannel(browser, name, () => frozen),
  };
  return {
    EventSource: ScriptedEventSource as unknown as typeof EventSource,
    fetch: async (input, init = {}) => {
      asked.push(String(input));
      sent.push(init);
      return respond(String(input), init);
    },
    now: () => Date.now(),
    random: () => 0.5,
    setTimeout: (callback, ms) => setTimeout(callback, ms) as unknown as number,
    clearTimeout: (timer) => clearTimeout(timer),
    watch: (tick) => {
      ticks.add(tick);
      const timer = setInterval(() => !frozen && tick(false), 1000);
      return () => {
        ticks.delete(tick);
        clearInterval(timer);
      };
    },
    hidden: () => false,
    log: (...told) => logged.push(told),
    ...shared,
    asked,
    sent,
    logged,
    answer: (next) => {
      respond = next;
    },
    wake: () => {
      for (const tick of ticks) {
        tick(true);
      }
    },
    freeze: (next) => {
      frozen = next;
    },
    get watchers() {
      return ticks.size;
    },
  };
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** Somebody sees the page of a world, as in a browser: there a job is looked at after its end too. */
export class Spectator {
  readonly #comingBack = new Set<() => void>();
  #away = false;

  constructor(world: ScriptedWorld) {
    const seeing: Pick<Environment, "hidden" | "onReturn"> = {
      hidden: () => this.#away,
      onReturn: (back) => {
        this.#comingBack.add(back);
        return () => this.#comingBack.delete(back);
      },
    };
    Object.assign(world, seeing);
  }

  /** How many callers wait for somebody to come back. */
  get awaited(): number {
    return this.#comingBack.size;
  }

  leave(): void {
    this.#away = true;
  }

  /** The page is shown, or gets the focus. */
  comeBack(): void {
    this.#away = false;
    for (const back of this.#comingBack) {
      back();
    }
  }
}
