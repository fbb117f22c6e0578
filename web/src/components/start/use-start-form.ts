import { ApiError, type Problem } from "@resume-optimizer/client";
import { useRef, useState } from "react";
import { go, jobPath } from "../../routing/location";
import { type StartBody, startPipeline } from "../../services/api";
import { keepStart } from "../../services/last-start";
import type { StartLimits } from "../../services/limits";
import { rememberJob } from "../../services/recent-jobs";
import { idempotencyKey } from "./idempotency-key";
import { refusalOf } from "./refusal";
import { type PreviewState, usePreview } from "./use-preview";
import {
  addressIn,
  type Entries,
  type FieldErrors,
  type Files,
  type Side,
  validate,
} from "./validate";

export interface StartForm {
  readonly entries: Entries;
  readonly files: Files;
  /** What is known of the files before the start. */
  readonly previews: Readonly<Record<Side, PreviewState>>;
  readonly errors: FieldErrors;
  /** What the server said of the whole, where it refused. */
  readonly problem: Problem | null;
  readonly submitting: boolean;
  /** The text files that the sides' texts were read from, by their names, for as long as nobody has changed them. */
  readonly origins: Readonly<Partial<Record<Side, string>>>;
  /** `origin` names the text file that it was read from. */
  set(side: Side, text: string, origin?: string): void;
  /** Put a file that the server reads in the place of a side's text. */
  attach(side: Side, file: File): void;
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
  resume_file: "resume",
  job_file: "posting",
};

function requestOf({ resume, posting }: Entries, files: Files): StartBody {
  const address = addressIn(posting);
  const asked =
    address === undefined
      ? { resume_text: resume, job_text: posting }
      : { resume_text: resume, job_url: address };
  if (!files.resume && !files.posting) {
    return asked;
  }
  const form = new FormData();
  for (const [name, text] of Object.entries(asked)) {
    if (!files[name === "resume_text" ? "resume" : "posting"]) {
      form.append(name, text);
    }
  }
  if (files.resume) {
    form.append("resume_file", files.resume);
  }
  if (files.posting) {
    form.append("job_file", files.posting);
  }
  return form;
}

function without<T>(sides: Readonly<Partial<Record<Side, T>>>, side: Side) {
  const { [side]: _, ...others } = sides;
  return others as Partial<Record<Side, T>>;
}

/** The sides whose files cannot be read: a job with them would fail. */
function refusedBy(previews: StartForm["previews"]): FieldErrors {
  const errors: Partial<Record<Side, string>> = {};
  for (const side of ["resume", "posting"] as const) {
    const known = previews[side];
    if (known.state === "refused") {
      errors[side] = known.message;
    }
  }
  return errors;
}

export function useStartForm(limits: StartLimits): StartForm {
  const [entries, setEntries] = useState<Entries>({ resume: "", posting: "" });
  const [files, setFiles] = useState<Files>({});
  const [origins, setOrigins] = useState<StartForm["origins"]>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [submitting, setSubmitting] = useState(false);
  const previews = {
    resume: usePreview("resume", files.resume),
    posting: usePreview("posting", files.posting),
  };
  const refused = refusedBy(previews);
  const key = useRef<string | null>(null);

  const change = (next: Entries, attached: Files, cleared: FieldErrors) => {
    key.current = null; // other texts are another job
    setEntries(next);
    setFiles(attached);
    setErrors(cleared);
    setProblem(null);
  };

  return {
    entries,
    files,
    previews,
    origins,
    errors: { ...refused, ...errors },
    problem,
    submitting,
    set: (side, text, origin) => {
      setOrigins(origin === undefined ? without(origins, side) : { ...origins, [side]: origin });
      change({ ...entries, [side]: text }, without(files, side), without(errors, side));
    },
    attach: (side, file) => {
      change({ ...entries, [side]: "" }, { ...files, [side]: file }, without(errors, side));
    },
    setError: (side, message) => setErrors({ ...errors, [side]: message }),
    fill: (next) => {
      setOrigins({});
      change(next, {}, {});
    },
    submit: async () => {
      const found = { ...refused, ...validate(entries, files, limits) };
      setErrors(found);
      setProblem(null);
      if (found.resume ?? found.posting) {
        return found.resume ? "resume" : "posting";
      }
      setSubmitting(true);
      key.current ??= idempotencyKey();
      try {
        const body = requestOf(entries, files);
        const started = await startPipeline(body, { idempotencyKey: key.current });
        keepStart(started.job_id, { body, idempotencyKey: key.current });
        rememberJob(started.job_id, Date.now());
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
          setErrors({ [side]: refusalOf(error.problem) });
          return side;
        }
      }
      return undefined;
    },
  };
}
