import type { Patch } from "@resume-optimizer/client";
import { refusalOf, result } from "../../texts/result";
import { TextButton } from "../shell/TextButton";
import classes from "./ChangeChoice.module.css";
import type { Change } from "./changes";
import type { Wish, Wishes } from "./use-wishes";

const texts = result.changes;

interface ChangeChoiceProps {
  readonly change: Change;
  readonly patch: Patch;
  readonly wishes: Wishes;
}

/** Reject a change or restore it, with what came of that: a wish is shown as a wish until the result shows it. */
export function ChangeChoice({ change, patch, wishes }: ChangeChoiceProps) {
  const wish = wishes.of(patch);
  const rejected = wish ? wish.wanted === "rejected" : change.standing === "rejected";
  const open = wish !== undefined && wish.phase !== "asked";
  const verb = open ? texts.undo : rejected ? texts.restore : texts.reject;
  const act = () => {
    if (open) {
      wishes.withdraw(patch);
    } else {
      wishes.wish(patch, rejected ? "restored" : "rejected");
    }
  };
  return (
    <div className={classes.choice}>
      {(wish || rejected) && (
        <span className={classes.standing} data-failed={wish?.phase === "failed" || undefined}>
          {wish ? sentenceOf(wish) : texts.rejected}
        </span>
      )}
      {wish?.phase === "failed" && (
        <TextButton onClick={() => wishes.wish(patch, wish.wanted)}>{texts.tryAgain}</TextButton>
      )}
      <TextButton aria-label={texts.ofChange(verb, change.summary)} onClick={act}>
        {verb}
      </TextButton>
    </div>
  );
}

/** Say where a wish stands. */
export function sentenceOf({ phase, wanted, problem }: Wish): string {
  if (phase !== "failed") {
    return texts[phase][wanted];
  }
  return problem ? `${texts.failed[wanted]} ${refusalOf(problem)}` : texts.failed[wanted];
}
