import type { AnyEvent } from "../packages/client/src/events";
import type { StateView } from "../packages/client/src/generated/state";

/** A golden job of `tests/golden`: its log, what is hidden of it, and the state at some positions. */
export interface GoldenJob {
  readonly name: string;
  readonly promise: string;
  readonly log: readonly { readonly seq: number; readonly event: AnyEvent }[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly marks: readonly { readonly seq: number; readonly state: StateView }[];
}

const files = import.meta.glob<GoldenJob>("../../tests/golden/jobs/*.json", {
  eager: true,
  import: "default",
});

export const GOLDEN_JOBS: readonly GoldenJob[] = Object.values(files);

/** The lines that the gateway shows, in order. */
export function shownOf(job: GoldenJob): GoldenJob["log"] {
  return job.log.filter(({ seq }) => !(String(seq) in job.hidden));
}

/** The shown lines of one job, by its name. */
export function eventsOf(name: string): GoldenJob["log"] {
  const job = GOLDEN_JOBS.find((candidate) => candidate.name === name);
  if (!job) {
    throw new Error(`no golden job ${name}`);
  }
  return shownOf(job);
}
