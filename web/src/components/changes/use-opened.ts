import { useState } from "react";

/** Which of many are open: all or none, but for those that were set otherwise one by one. */
export interface Opened {
  readonly all: boolean;
  has(id: string): boolean;
  toggle(id: string): void;
  setAll(open: boolean): void;
}

export function useOpened(): Opened {
  const [{ all, others }, set] = useState<{ all: boolean; others: ReadonlySet<string> }>({
    all: false,
    others: new Set(),
  });
  return {
    all,
    has: (id) => others.has(id) !== all,
    toggle: (id) => {
      const next = new Set(others);
      if (!next.delete(id)) {
        next.add(id);
      }
      set({ all, others: next });
    },
    setAll: (open) => set({ all: open, others: new Set() }),
  };
}
