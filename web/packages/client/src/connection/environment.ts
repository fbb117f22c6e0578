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
  /** Call back about once a second, more seldom while nobody looks; returns what stops it. */
  watch(tick: () => void): () => void;
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
  };
}

const TICK_MS = 1000;
const HIDDEN_TICK_MS = 5000;

/**
 * Tick by animation frames while the page is seen, by a timer while it is hidden (frames stop there), and at once when
 * the page is shown again or the network comes back: a laptop that wakes up should not wait for a timer.
 */
function watchBrowser(tick: () => void): () => void {
  let frame = 0;
  let timer = 0;
  let last = 0;
  const onFrame = (time: number) => {
    if (time - last >= TICK_MS) {
      last = time;
      tick();
    }
    frame = requestAnimationFrame(onFrame);
  };
  const restart = () => {
    stop();
    if (document.visibilityState === "visible") {
      frame = requestAnimationFrame(onFrame);
    } else {
      timer = window.setInterval(tick, HIDDEN_TICK_MS);
    }
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    window.clearInterval(timer);
  };
  const woken = () => {
    tick();
    restart();
  };
  document.addEventListener("visibilitychange", woken);
  window.addEventListener("online", tick);
  restart();
  return () => {
    stop();
    document.removeEventListener("visibilitychange", woken);
    window.removeEventListener("online", tick);
  };
}
