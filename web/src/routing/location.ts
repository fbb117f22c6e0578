import { useSyncExternalStore } from "react";

export type Place = { readonly screen: "start" } | JobPlace | { readonly screen: "unknown" };

export interface JobPlace {
  readonly screen: "job";
  readonly jobId: string;
  /** From the fragment, which browsers send to nobody; undefined where the cookie of the start does its work. */
  readonly token: string | undefined;
  /** `?debug`: the connection tells the console what it does. */
  readonly debug: boolean;
}

const JOB = /^\/jobs\/([0-9a-f-]{36})\/?$/;

/** Read the page's address: `/`, or `/jobs/{id}#token=…`, either with `?debug`. */
export function readPlace(path: string, fragment: string, query = ""): Place {
  if (path === "/") {
    return { screen: "start" };
  }
  const jobId = JOB.exec(path)?.[1];
  if (jobId === undefined) {
    return { screen: "unknown" };
  }
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("token") ?? undefined;
  return { screen: "job", jobId, token, debug: isDebug(query) };
}

export function jobPath(jobId: string, token: string): string {
  return `/jobs/${jobId}#token=${encodeURIComponent(token)}`;
}

function isDebug(query: string): boolean {
  return new URLSearchParams(query).has("debug");
}

const MOVED = "placechange";

/** Go somewhere else within the page; who looks into it goes on looking. */
export function go(path: string): void {
  const [place = "", fragment] = path.split("#", 2);
  const query = isDebug(window.location.search) ? "?debug" : "";
  const behind = fragment === undefined ? "" : `#${fragment}`;
  window.history.pushState(null, "", `${place}${query}${behind}`);
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

/** Where we are, followed through links, back and forward. */
export function usePlace(): Place {
  const address = useSyncExternalStore(
    subscribe,
    () => window.location.pathname + window.location.search + window.location.hash,
  );
  const { pathname, search, hash } = new URL(address, "http://page");
  return readPlace(pathname, hash, search);
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
