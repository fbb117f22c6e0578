import {
  ApiError,
  type JobAddress,
  type Patch,
  type Problem,
  unreachable,
} from "@resume-optimizer/client";
import { useEffect, useRef, useState } from "react";
import { choosePatches, type PatchState } from "../../services/api";
import { identityOf } from "./changes";
import type { Settled } from "./use-changes";
import type { Revision } from "./use-revision";

/** What the user wants of a change, until the result shows it. */
export interface Wish {
  readonly patch: Patch;
  readonly wanted: PatchState;
  /** `waiting` for the end of the running revision, `asked` for, or `failed`. */
  readonly phase: "waiting" | "asked" | "failed";
  /** The revision that will show it, once it was asked for. */
  readonly revision?: number;
  readonly problem?: Problem;
}

export interface Wishes {
  /** The one that was made last, of those that the result does not show yet. */
  readonly newest: Wish | undefined;
  of(patch: Patch): Wish | undefined;
  wish(patch: Patch, wanted: PatchState): void;
  /** Take back what was not asked for yet. */
  withdraw(patch: Patch): void;
}

type Held = ReadonlyMap<string, Wish>;

/**
 * Reject and restore changes at any time.
 *
 * The server takes wishes between revisions only. Those that come while one runs wait here, and go out together at its
 * end.
 */
export function useWishes(
  job: JobAddress,
  settled: Settled | undefined,
  { current, running, expect }: Revision,
): Wishes {
  const [wishes, setWishes] = useState<Held>(new Map());
  const sending = useRef(false);

  useEffect(() => {
    if (settled) {
      setWishes((held) => shownBy(held, settled));
    }
  }, [settled]);

  useEffect(() => {
    // What the patches of the newest revision are called is known once its changes are here.
    if (running || sending.current || settled?.revision !== current) {
      return;
    }
    const waiting = [...wishes].filter(([, { phase }]) => phase === "waiting");
    if (waiting.length === 0) {
      return;
    }
    const states = statesOf(
      waiting.map(([, wish]) => wish),
      settled,
    );
    const keys = new Set(waiting.map(([key]) => key));
    if (Object.keys(states).length === 0) {
      setWishes((held) => without(held, (_, key) => keys.has(key))); // it is so already
      return;
    }
    sending.current = true;
    const sent = new Map(waiting);
    choosePatches(job, states).then(
      ({ revision }) => {
        sending.current = false;
        setWishes((held) => shownBy(changed(held, sent, { phase: "asked", revision }), settled));
        expect(revision);
      },
      (error: unknown) => {
        sending.current = false;
        const problem = error instanceof ApiError ? error.problem : unreachable();
        if (problem.code === "still_running") {
          expect(settled.revision + 1); // somebody else was faster: these go out behind that
        } else {
          setWishes((held) => changed(held, sent, { phase: "failed", problem }));
        }
      },
    );
  }, [job, current, running, settled, wishes, expect]);

  return {
    newest: [...wishes.values()].at(-1),
    of: (patch) => wishes.get(identityOf(patch)),
    wish: (patch, wanted) =>
      setWishes((held) => {
        const key = identityOf(patch);
        return new Map(without(held, (_, other) => other === key)).set(key, {
          patch,
          wanted,
          phase: "waiting",
        });
      }),
    withdraw: (patch) => setWishes((held) => without(held, (_, key) => key === identityOf(patch))),
  };
}

/** Name the wishes by the patches of the settled revision; what stands as wanted is left out. */
function statesOf(wishes: readonly Wish[], { doc }: Settled): Record<string, PatchState> {
  const states: Record<string, PatchState> = {};
  for (const { patch, wanted } of wishes) {
    const now =
      doc?.patches.find((one) => identityOf(one) === identityOf(patch)) ??
      doc?.patches.find(
        ({ id, op, path }) => id === patch.id && op === patch.op && path === patch.path,
      );
    const rejected = now?.status === "rejected";
    if (now && rejected !== (wanted === "rejected")) {
      states[now.id] = wanted;
    }
  }
  return states;
}

/** Let go of what the settled revision shows. */
function shownBy(held: Held, settled: Settled): Held {
  return without(held, ({ revision = Number.POSITIVE_INFINITY }) => revision <= settled.revision);
}

function without(held: Held, gone: (wish: Wish, key: string) => boolean): Held {
  const kept = [...held].filter(([key, wish]) => !gone(wish, key));
  return kept.length === held.size ? held : new Map(kept);
}

/** Change those that are still what they were when they were sent: a newer wish stays as it is. */
function changed(held: Held, sent: Held, change: Partial<Wish>): Held {
  return new Map(
    [...held].map(([key, wish]) => [key, sent.get(key) === wish ? { ...wish, ...change } : wish]),
  );
}
