import { Button } from "@mantine/core";
import { ApiError } from "@resume-optimizer/client";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { sentenceOf } from "../../texts/problems";
import { BusyButton } from "./BusyButton";
import classes from "./Confirm.module.css";

interface ConfirmProps {
  /** Words of the button that asks. */
  readonly label: ReactNode;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  /**
   * What yes does; the question stays, busy, until it is done.
   *
   * @throws ApiError It was refused; the sentence is shown and may be tried again.
   */
  onYes(): Promise<void>;
}

/** A button that asks once more, in its own place: nothing behind it is blocked, and Escape takes it back. */
export function Confirm({ label, question, yes, no, onYes }: ConfirmProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const asker = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);

  useEffect(() => {
    if (asking !== wasAsking.current) {
      wasAsking.current = asking;
      (asking ? keep : asker).current?.focus();
    }
  }, [asking]);

  const stop = () => {
    setAsking(false);
    setFailed(null);
  };
  const confirm = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await onYes();
      stop();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      setFailed(sentenceOf(error.problem));
    } finally {
      setBusy(false);
    }
  };
  if (!asking) {
    return (
      <Button ref={asker} variant="default" size="xs" onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  return (
    <fieldset
      className={classes.confirm}
      aria-label={question}
      onKeyDown={(event: KeyboardEvent) => event.key === "Escape" && stop()}
    >
      <p className={classes.question}>{question}</p>
      <div className={classes.answers}>
        <BusyButton className={classes.yes ?? ""} size="xs" busy={busy} onClick={confirm}>
          {yes}
        </BusyButton>
        <Button ref={keep} size="xs" variant="default" disabled={busy} onClick={stop}>
          {no}
        </Button>
      </div>
      {failed && (
        <p role="alert" className={classes.failed}>
          {failed}
        </p>
      )}
    </fieldset>
  );
}
