import { useSyncExternalStore } from "react";

export type Place = { readonly screen: "start" } | JobPlace | { readonly screen: "unknown" };

export interface JobPlace {
  readonly screen: "job";
  readonly jobId: string;
  /** From the fragment, which browsers send to nobody; undefined where the cookie of the start does its work. */
  readonly token: string | undefined;
}

const JOB = /^\/jobs\/([0-9a-f-]{36})\/?$/;

/** Read the page's address: `/`, or `/jobs/{id}#token=…`. */
export function readPlace(path: string, fragment: string): Place {
  if (path === "/") {
    return { screen: "start" };
  }
  const jobId = JOB.exec(path)?.[1];
  if (jobId === undefined) {
    return { screen: "unknown" };
  }
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("token") ?? undefined;
  return { screen: "job", jobId, token };
}

export function jobPath(jobId: string, token: string): string {
  return `/jobs/${jobId}#token=${encodeURIComponent(token)}`;
}

const MOVED = "placechange";

/** Go somewhere else within the page. */
export function go(path: string): void {
  window.history.pushState(null, "", path);
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

/** Where we are, followed through links, back and forward. */
export function usePlace(): Place {
  const address = useSyncExternalStore(
    subscribe,
    () => window.location.pathname + window.location.hash,
  );
  const [path = "/", fragment = ""] = address.split("#", 2);
  return readPlace(path, fragment);
}

function subscribe(changed: () => void): () => void {
  for (const name of [MOVED, "popstate", "hashchange"]) {
    window.addEventListener(name, changed);
  }
  return () => {
    for (const name of [MOVED, "popstate", "hashchange"]) {
      window.removeEventListener(name, changed);
    }
  };
}
