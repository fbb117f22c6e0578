import type { StreamingState } from "../streaming-state";
import type { JobAddress } from "../urls";
import type { Environment } from "./environment";
import type { StartedWith } from "./requests";

export interface FollowOptions extends JobAddress {
  /** Called at most eight times a second, and once after the last change. */
  onState(state: StreamingState): void;
  /** False: no stream; the snapshot is asked for every other second instead. */
  readonly streaming?: boolean | undefined;
  /** One connection for all tabs of this browser that follow the job with this token, where it can; false: one of our own. */
  readonly shared?: boolean | undefined;
  /** Tell the console of each frame and of each change of the connection. The token is never told. */
  readonly debug?: boolean | undefined;
  /**
   * How the job was started, where that is known: when neither stream nor snapshot answers for the third time in a row,
   * `POST /api/pipeline/run` with the same key is asked for the job's end. It is kept in memory only.
   */
  readonly start?: StartedWith | undefined;
  readonly environment?: Environment | undefined;
}
