import { ApiError, type Problem } from "@resume-optimizer/client";
import { useRef, useState } from "react";
import { go, jobPath } from "../../routing/location";
import { type StartRequest, startPipeline } from "../../services/api";
import { start } from "../../texts/start";
import { idempotencyKey } from "./idempotency-key";
import type { Side } from "./limits";
import { type Entries, type FieldErrors, validate } from "./validate";

export interface StartForm {
  readonly entries: Entries;
  readonly errors: FieldErrors;
  /** What the server said of the whole, where it refused. */
  readonly problem: Problem | null;
  readonly submitting: boolean;
  set(side: Side, text: string): void;
  setError(side: Side, message: string): void;
  fill(entries: Entries): void;
  /** Returns the first side that cannot be sent, so that the focus can go there. */
  submit(): Promise<Side | undefined>;
}

/** The request's fields, as the server names them. */
const FIELDS: Readonly<Record<string, Side>> = {
  resume_text: "resume",
  job_text: "posting",
  job_url: "posting",
};

/** A posting that is nothing but an address is one: the server fetches what is there. */
const ADDRESS = /^https?:\/\/\S+$/i;

function requestOf({ resume, posting }: Entries): StartRequest {
  const address = posting.trim();
  return ADDRESS.test(address)
    ? { resume_text: resume, job_url: address }
    : { resume_text: resume, job_text: posting };
}

export function useStartForm(): StartForm {
  const [entries, setEntries] = useState<Entries>({ resume: "", posting: "" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [submitting, setSubmitting] = useState(false);
  const key = useRef<string | null>(null);

  const change = (next: Entries, cleared: FieldErrors) => {
    key.current = null; // other texts are another job
    setEntries(next);
    setErrors(cleared);
    setProblem(null);
  };

  return {
    entries,
    errors,
    problem,
    submitting,
    set: (side, text) => {
      const { [side]: _, ...others } = errors;
      change({ ...entries, [side]: text }, others);
    },
    setError: (side, message) => setErrors({ ...errors, [side]: message }),
    fill: (next) => change(next, {}),
    submit: async () => {
      const found = validate(entries);
      setErrors(found);
      setProblem(null);
      if (found.resume ?? found.posting) {
        return found.resume ? "resume" : "posting";
      }
      setSubmitting(true);
      key.current ??= idempotencyKey();
      try {
        const started = await startPipeline(requestOf(entries), key.current);
        go(jobPath(started.job_id, started.access_token));
      } catch (error) {
        setSubmitting(false);
        if (!(error instanceof ApiError)) {
          throw error;
        }
        const side = FIELDS[error.problem.field ?? ""];
        if (side === undefined) {
          setProblem(error.problem);
        } else {
          const { code, detail } = error.problem;
          setErrors({ [side]: start.refused[code] ?? detail });
          return side;
        }
      }
      return undefined;
    },
  };
}
