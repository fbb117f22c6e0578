const TICK_MS = 1000;
const HIDDEN_TICK_MS = 5000;

/**
 * Tick by animation frames while the page is seen, by a timer while it is hidden (frames stop there), and at once when
 * the page is shown again or the network comes back: a laptop that wakes up should not wait for a timer.
 */
export function watchBrowser(tick: (woken: boolean) => void): () => void {
  let frame = 0;
  let timer = 0;
  let last = 0;
  const onFrame = (time: number) => {
    if (time - last >= TICK_MS) {
      last = time;
      tick(false);
    }
    frame = requestAnimationFrame(onFrame);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    window.clearInterval(timer);
  };
  const restart = () => {
    stop();
    if (document.visibilityState === "visible") {
      frame = requestAnimationFrame(onFrame);
    } else {
      timer = window.setInterval(() => tick(false), HIDDEN_TICK_MS);
    }
  };
  const turned = () => {
    restart();
    tick(document.visibilityState === "visible");
  };
  const online = () => tick(true);
  document.addEventListener("visibilitychange", turned);
  document.addEventListener("resume", turned); // a page that was frozen, which no visibilitychange need follow
  window.addEventListener("online", online);
  restart();
  return () => {
    stop();
    document.removeEventListener("visibilitychange", turned);
    document.removeEventListener("resume", turned);
    window.removeEventListener("online", online);
  };
}

/** Call back when the page is shown, focused, thawed or online again. */
export function watchReturns(back: () => void): () => void {
  const turned = () => {
    if (document.visibilityState === "visible") {
      back();
    }
  };
  document.addEventListener("visibilitychange", turned);
  document.addEventListener("resume", turned);
  window.addEventListener("focus", turned);
  window.addEventListener("online", turned);
  return () => {
    document.removeEventListener("visibilitychange", turned);
    document.removeEventListener("resume", turned);
    window.removeEventListener("focus", turned);
    window.removeEventListener("online", turned);
  };
}
