import { useSyncExternalStore } from "react";
import type { SourceLines } from "./provenance";

/** A place in the original that somebody asked to see. */
export interface Place extends SourceLines {
  readonly jobId: string;
  /** What asked for it, and gets the focus back. */
  readonly asker: HTMLElement;
}

let shown: Place | undefined;
const listeners = new Set<() => void>();

/** Show a place in the original: the panel that holds it goes there. Undefined shows none. */
export function showPlace(place: Place | undefined): void {
  shown = place;
  for (const listener of listeners) {
    listener();
  }
}

/** The place that was asked for last; each asking gives another object. */
export function usePlaceInOriginal(jobId: string): Place | undefined {
  const place = useSyncExternalStore(subscribe, () => shown);
  return place?.jobId === jobId ? place : undefined;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
