import type { AnyEvent } from "../events";
import type { Capture } from "../fold/capture";
import type { ConnectionStatus } from "./status";

/** An event and its position. */
export interface Line {
  readonly seq: number;
  readonly event: AnyEvent;
}

/** What the tab that leads says. */
export type Said =
  | {
      readonly type: "state";
      readonly by: string;
      /** Null: to all, and true whatever they knew before. */
      readonly to: string | null;
      readonly capture: Capture;
      readonly status: ConnectionStatus;
    }
  | {
      readonly type: "lines";
      readonly by: string;
      readonly after: number;
      readonly lines: readonly Line[];
      readonly status: ConnectionStatus;
    };

/** What tabs say to each other. No message has a token: the channel's name stands for job, token and server. */
export type TabMessage =
  | Said
  | { readonly type: "hello"; readonly from: string }
  | { readonly type: "again" }
  | { readonly type: "looked" };

export function isOver({ phase }: ConnectionStatus): boolean {
  return phase === "ended" || phase === "failed";
}
