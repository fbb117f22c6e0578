/**
 * What is noted inside the page. It runs there, before the page's own scripts, and so may use nothing from outside.
 *
 * React tells whoever has put the hook of its developer tools in place of each commit, in the product build too: the
 * page that is measured is the one that is shipped.
 */
export function probe() {
  const noted = { commits: [], renders: [], longTasks: [], state: null };
  window.noted = noted;
  new PerformanceObserver((list) => {
    noted.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })));
  }).observe({ type: "longtask", buffered: true });
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot(_renderer, root) {
      const now = performance.now();
      noted.commits.push(now);
      const state = stateIn(root.current);
      if (state && state !== noted.state) {
        noted.state = state;
        noted.renders.push(now);
      }
    },
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
    onScheduleFiberRoot() {},
  };

  /** Find what `useProcessingJob` keeps, in the nearest component that uses it. */
  function stateIn(fiber) {
    for (; fiber; fiber = fiber.sibling) {
      const found = (fiber.tag === 0 && stateOf(fiber)) || stateIn(fiber.child);
      if (found) {
        return found;
      }
    }
    return null;
  }

  function stateOf(fiber) {
    for (let hook = fiber.memoizedState; hook; hook = hook.next) {
      for (const kept of [hook.memoizedState, hook.memoizedState?.state]) {
        if (kept?.connection && kept.steps) {
          return kept;
        }
      }
    }
    return null;
  }
}
