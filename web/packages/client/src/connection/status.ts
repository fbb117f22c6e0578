import type { Problem } from "../problem";

/**
 * Where the connection stands.
 *
 * - `connecting`: opened for the first time, nothing heard yet
 * - `live`: events arrive as they happen
 * - `stale`: silent for longer than two heartbeats; it may be dead
 * - `reconnecting`: lost, and tried again (`attempt` times so far, the next time at `nextTryAt`)
 * - `fallback`: no stream; the snapshot is asked for instead, every other second
 * - `ended`: the job has ended and so has the connection
 * - `failed`: no further try would help; `problem` says why
 */
export type ConnectionPhase =
  | "connecting"
  | "live"
  | "stale"
  | "reconnecting"
  | "fallback"
  | "ended"
  | "failed";

/**
 * What becomes of the last resort, `POST /api/pipeline/run`: `asked` for the job's end, beside the tries of stream and
 * snapshot; `impossible` where no tab that shares the connection holds what the job was started with, or the server takes it for
 * something else; null where it is not needed, since one of both answers.
 */
export type LastResortStanding = "asked" | "impossible" | null;

export interface ConnectionStatus {
  readonly phase: ConnectionPhase;
  /** Tries since the last time that anything was heard; 0 while it is well. */
  readonly attempt: number;
  /** When the next try begins, in milliseconds since the epoch; null where none is due. */
  readonly nextTryAt: number | null;
  readonly problem: Problem | null;
  readonly lastResort: LastResortStanding;
  /**
   * How long the newest event took from its timestamp to its arrival here, in milliseconds, by a clock that is corrected
   * for this machine's error; null until an event arrived as it happened.
   */
  readonly lagMs: number | null;
  /** How events come: by a stream of our own, from another tab of this browser that holds one, or by asking. */
  readonly via: "stream" | "tab" | "polling";
}

export const CONNECTING: ConnectionStatus = {
  phase: "connecting",
  attempt: 0,
  nextTryAt: null,
  problem: null,
  lastResort: null,
  lagMs: null,
  via: "stream",
};
