import type { AnyEvent } from "../packages/client/src/events";

/** A shown event at its position. */
export interface Line {
  readonly seq: number;
  readonly event: AnyEvent;
}

/**
 * Make a long job of a recorded one: each step is delivered again and again before it is accepted, as if its agent had
 * been lost each time, and tells its whole story in each delivery. The first delivery breaks off where it has to, so
 * that the job has exactly as many events as were wanted.
 *
 * Nothing else changes: the state at the end is that of the recorded job, but for runs, positions and times.
 *
 * @param recorded The shown events of a job that completed without a retry, in order.
 * @param count Events of the long job; at least those of the recorded one.
 * @param everyMs Milliseconds from one event to the next.
 */
export function longJob(recorded: readonly Line[], count: number, everyMs = 1): readonly Line[] {
  const events = recorded.map(({ event }) => event);
  const [first, last] = [events[0], events.at(-1)];
  if (first?.type !== "job_status" || last?.type !== "done" || count < events.length) {
    throw new Error("a long job needs a recorded one that is whole, and room for all of it");
  }
  const begin = Date.parse(first.timestamp);
  return [...tellings(events, count)].map((event, index) => {
    const timestamp = new Date(begin + index * everyMs).toISOString();
    return { seq: index + 1, event: { ...event, timestamp } as AnyEvent };
  });
}

function* tellings(events: readonly AnyEvent[], count: number): Generator<AnyEvent> {
  const steps = Map.groupBy(events, (event) => event.step ?? "");
  const unstepped = steps.get("") ?? [];
  steps.delete("");
  const own = [...steps.values()].map((told) => told.filter((event) => !isAccepted(event)));
  let spare = count - events.length;
  let left = own.length;
  const isEnd = (event: AnyEvent) => events.indexOf(event) > events.findIndex(({ step }) => step);
  yield* unstepped.filter((event) => !isEnd(event));
  for (const [index, told] of [...steps.values()].entries()) {
    const story = own[index] ?? [];
    const share = left === 1 ? spare : Math.floor(spare / left);
    spare -= share;
    left -= 1;
    const lost = Math.ceil(share / story.length);
    const partly = share % story.length || story.length;
    for (let delivery = 1; delivery <= lost; delivery += 1) {
      yield* asRun(delivery === 1 ? story.slice(0, partly) : story, delivery);
    }
    yield* asRun(told, lost + 1);
  }
  yield* unstepped.filter(isEnd);
}

/** Acceptance is told by the pipeline, once, of the run that won. */
function isAccepted(event: AnyEvent): boolean {
  return event.type === "step_progress" && event.data.state === "completed";
}

function asRun(events: readonly AnyEvent[], delivery: number): AnyEvent[] {
  return events.map((event) => {
    const run = `1.${delivery}`;
    const id = event.id.replace(`:${event.step}:${event.run}:`, `:${event.step}:${run}:`);
    return { ...event, run, id } as AnyEvent;
  });
}
