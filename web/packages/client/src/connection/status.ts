import type { Problem } from "../problem";

/**
 * Where the connection stands.
 *
 * - `connecting`: opened for the first time, nothing heard yet
 * - `live`: events arrive as they happen
 * - `stale`: silent for longer than two heartbeats; it may be dead
 * - `reconnecting`: lost, and tried again (`attempt` times so far, the next time at `nextTryAt`)
 * - `ended`: the job has ended and so has the stream
 * - `failed`: no further try would help; `problem` says why
 */
export type ConnectionPhase = "connecting" | "live" | "stale" | "reconnecting" | "ended" | "failed";

export interface ConnectionStatus {
  readonly phase: ConnectionPhase;
  /** Tries since the last time that anything was heard; 0 while it is well. */
  readonly attempt: number;
  /** Milliseconds since the epoch; null where nothing is scheduled by us. */
  readonly nextTryAt: number | null;
  readonly problem: Problem | null;
}

export const CONNECTING: ConnectionStatus = {
  phase: "connecting",
  attempt: 0,
  nextTryAt: null,
  problem: null,
};

export const ENDED: ConnectionStatus = { ...CONNECTING, phase: "ended" };
