import { AfterEnd } from "./after-end";
import { browserEnvironment, type Environment } from "./environment";
import { Followed } from "./followed";
import { LastResort } from "./last-resort";
import type { FollowOptions } from "./options";
import { OwnConnection } from "./own-connection";
import { Tabs } from "./tabs";
import { tabsName } from "./tabs-name";

export interface Following {
  /** Stop: nothing is called, open, held or scheduled afterwards. */
  close(): void;
  /** Try the stream now, wherever the connection stands: also behind the end, where the job was told to go on. */
  streamAgain(): void;
}

/** Follow a job from its start to its end, through whatever becomes of the connection. */
export function followJob(options: FollowOptions): Following {
  return new Follower(options, options.environment ?? browserEnvironment());
}

/** Has a connection of its own, or listens to the tab that has one. */
class Follower implements Following {
  readonly #options: FollowOptions;
  readonly #environment: Environment;
  readonly #followed: Followed;
  /** Outlives the connections: what was refused once is not asked again. */
  readonly #lastResort: LastResort;
  readonly #tabs: Tabs | null;
  #own: OwnConnection | null = null;
  #afterEnd: AfterEnd | null = null;
  #stopWatching: (() => void) | null = null;
  #closed = false;

  constructor(options: FollowOptions, environment: Environment) {
    this.#options = options;
    this.#environment = environment;
    const { locks, channel } = environment;
    const debug = options.debug
      ? (...told: readonly unknown[]) => environment.log?.(`job ${options.jobId}`, ...told)
      : undefined;
    this.#followed = new Followed((state) => options.onState(state), environment, debug);
    this.#followed.onOver = () => this.#rest();
    this.#lastResort = new LastResort(options, this.#followed, environment, options.start);
    this.#tabs =
      options.shared !== false && locks && channel
        ? new Tabs(tabsName(options), locks, channel, this.#followed, environment, {
            lead: () => this.#connect(),
            stepDown: () => this.#disconnect(),
            streamAgain: () => this.#own?.streamAgain(),
            resume: () => this.#begin(),
            takeOver: () => this.#lastResort.takeOver(),
            looked: () => this.#afterEnd?.looked(),
          })
        : null;
    this.#begin();
  }

  streamAgain(): void {
    if (this.#closed) {
      return;
    }
    if (this.#followed.over) {
      this.#begin();
    } else if (this.#own) {
      this.#own.streamAgain();
    } else {
      this.#tabs?.askLeader();
    }
  }

  close(): void {
    this.#closed = true;
    this.#followed.close();
    this.#rest();
    this.#tabs?.close();
  }

  #begin(): void {
    this.#afterEnd?.close();
    this.#afterEnd = null;
    this.#followed.begin();
    this.#stopWatching = this.#environment.watch((woken) => {
      this.#own?.check(woken);
      this.#tabs?.check();
    });
    if (this.#tabs) {
      this.#tabs.compete();
    } else {
      this.#connect();
    }
  }

  #connect(): void {
    this.#own = new OwnConnection(
      this.#options,
      this.#followed,
      this.#environment,
      this.#lastResort,
    );
  }

  #disconnect(): void {
    this.#own?.close();
    this.#own = null;
  }

  /** Nothing more will come, until somebody tells the job to go on. */
  #rest(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#disconnect();
    this.#tabs?.rest();
    this.#afterEnd?.close();
    this.#afterEnd = this.#mayGoOn() ? this.#lookNowAndThen() : null;
  }

  /** Whether the job has ended, and not just this way of following it, before somebody who sees that. */
  #mayGoOn(): boolean {
    const seen = this.#environment.onReturn !== undefined;
    return seen && !this.#closed && this.#followed.status.phase === "ended";
  }

  #lookNowAndThen(): AfterEnd {
    return new AfterEnd(this.#options, this.#followed, this.#environment, {
      onLooked: () => this.#tabs?.tellLooked(),
      onMore: () => this.#begin(),
    });
  }
}
