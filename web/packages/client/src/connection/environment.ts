import { watchBrowser, watchReturns } from "./watching";

/** Locks as `navigator.locks` has them, as far as they are needed. */
export interface Locks {
  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    held: () => Promise<void>,
  ): Promise<void>;
}

/** A `BroadcastChannel`, as far as it is needed. */
export interface Channel {
  onmessage: ((message: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What the connection needs of the world: given, so that tests may give another one. */
export interface Environment {
  readonly EventSource: typeof EventSource;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  /**
   * Call back about once a second, more seldom while nobody looks; returns what stops it.
   *
   * `woken` is true where the page was just shown again, or the network came back.
   */
  watch(tick: (woken: boolean) => void): () => void;
  /** Whether nobody sees the page: its timers may then be late by a minute. */
  hidden?(): boolean;
  /**
   * Call back whenever somebody comes to the page: it is shown, focused, or online again; returns what stops it.
   *
   * Left out where nobody sees a page: a job that has ended is not looked at again there.
   */
  onReturn?(back: () => void): () => void;
  /** Left out where the browser has none, as on pages without TLS: each tab then has a connection of its own. */
  readonly locks?: Locks;
  readonly channel?: (name: string) => Channel;
  /** Where `debug` writes. */
  log?(...told: readonly unknown[]): void;
}

export function browserEnvironment(): Environment {
  return {
    EventSource: window.EventSource,
    fetch: window.fetch.bind(window),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimeout: (callback, ms) => window.setTimeout(callback, ms),
    clearTimeout: (timer) => window.clearTimeout(timer),
    watch: watchBrowser,
    onReturn: watchReturns,
    hidden: () => document.visibilityState === "hidden",
    // biome-ignore lint/suspicious/noConsole: asked for by who debugs
    log: (...told) => console.debug(...told),
    ...sharing(),
  };
}

function sharing(): Pick<Environment, "locks" | "channel"> {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") {
    return {};
  }
  return {
    locks: {
      request: (name, options, held) => navigator.locks.request(name, options, held),
    },
    channel: (name) => new BroadcastChannel(name),
  };
}
