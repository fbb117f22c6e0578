import { Button } from "@mantine/core";
import { ApiError, type JobAddress, type Problem, unreachable } from "@resume-optimizer/client";
import { useEffect, useRef, useState } from "react";
import { eraseJob } from "../../services/api";
import { refusalOf, result } from "../../texts/result";
import { forgetDocuments } from "../changes/documents";
import classes from "./Keeping.module.css";

const texts = result.erase;

interface EraseJobProps {
  readonly job: JobAddress;
  readonly onErased: () => void;
}

type Erasing =
  | { readonly phase: "idle" | "asking" | "erasing" }
  | { readonly phase: "failed"; readonly problem: Problem };

/** Erase the job now, once that was confirmed. */
export function EraseJob({ job, onErased }: EraseJobProps) {
  const [erasing, setErasing] = useState<Erasing>({ phase: "idle" });
  const asker = useRef<HTMLButtonElement>(null);
  const keeper = useRef<HTMLButtonElement>(null);
  const asking = erasing.phase !== "idle";
  const asked = useRef(false);
  useEffect(() => {
    if (asking) {
      asked.current = true;
      keeper.current?.focus(); // the harmless one
    } else if (asked.current) {
      asker.current?.focus();
    }
  }, [asking]);
  const erase = async () => {
    setErasing({ phase: "erasing" });
    try {
      await eraseJob(job);
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : unreachable();
      if (problem.status !== 410) {
        setErasing({ phase: "failed", problem });
        return;
      }
    }
    forgetDocuments(job);
    onErased();
  };
  return (
    <div className={classes.part}>
      <p className={classes.lead}>{texts.lead}</p>
      {!asking && (
        <div className={classes.row}>
          <Button
            ref={asker}
            size="xs"
            variant="default"
            onClick={() => setErasing({ phase: "asking" })}
          >
            {texts.ask}
          </Button>
        </div>
      )}
      {asking && (
        <fieldset className={classes.confirm} aria-label={texts.confirm}>
          <p className={classes.question}>{texts.confirm}</p>
          <div className={classes.row}>
            <Button
              size="xs"
              className={classes.danger ?? ""}
              loading={erasing.phase === "erasing"}
              onClick={() => void erase()}
            >
              {texts.yes}
            </Button>
            <Button
              ref={keeper}
              size="xs"
              variant="default"
              disabled={erasing.phase === "erasing"}
              onClick={() => setErasing({ phase: "idle" })}
            >
              {texts.no}
            </Button>
          </div>
        </fieldset>
      )}
      {erasing.phase === "failed" && (
        <p className={classes.failed} role="alert">
          {texts.failed} {refusalOf(erasing.problem)}
        </p>
      )}
    </div>
  );
}
