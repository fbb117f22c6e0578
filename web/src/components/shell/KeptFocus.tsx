import { type ReactNode, useEffect, useRef } from "react";
import classes from "./KeptFocus.module.css";

/**
 * Keeps the place of who works by keyboard or listens: where what has the focus in here is taken away, the heading in
 * here gets it, instead of nothing.
 */
export function KeptFocus({ children }: { readonly children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  // Set back where the focus leaves by itself; what is taken away leaves without a word, or in one that React keeps back.
  const held = useRef<Element | null>(null);
  useEffect(() => {
    const here = region.current;
    if (!here) {
      return;
    }
    const observer = new MutationObserver(() => {
      if (!held.current || held.current.isConnected) {
        return;
      }
      held.current = null;
      if (document.activeElement === document.body) {
        here.querySelector<HTMLElement>("h1")?.focus();
      }
    });
    observer.observe(here, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it looks where the focus is, and reacts to nothing that is done
    <div
      ref={region}
      className={classes.region}
      onFocus={({ target }) => {
        held.current = target;
      }}
      onBlur={() => {
        held.current = null;
      }}
    >
      {children}
    </div>
  );
}
