import type { JobAddress, OptimisedDoc, SourceText } from "@resume-optimizer/client";
import { type ReactNode, useId, useState } from "react";
import { useLoaded } from "../../lib/use-loaded";
import { loadDocument } from "../../services/documents";
import { result } from "../../texts/result";
import { TextButton } from "../shell/TextButton";
import classes from "./ChangeList.module.css";
import { ChangeRow } from "./ChangeRow";
import type { DiffStyle } from "./ChangeWords";
import type { Change } from "./changes";
import { placesOf } from "./provenance";
import { SourceLinks } from "./SourceLinks";
import type { Opened } from "./use-opened";
import type { Sources } from "./use-words";

const texts = result.changes;

interface NotMadeProps {
  readonly job: JobAddress;
  readonly diffStyle: DiffStyle;
  readonly sources: Sources;
  readonly refused: readonly Change[];
  readonly dropped: OptimisedDoc["dropped"];
  readonly opened: Opened;
}

/** What was refused and what was left out, each with its reason: nothing is dropped silently. */
export function NotMade({ refused, dropped, opened, ...common }: NotMadeProps) {
  return (
    <>
      {refused.length > 0 && (
        <Folded title={texts.refused(refused.length)}>
          <p className={classes.lead}>{texts.refusedLead}</p>
          <ul>
            {refused.map((change) => (
              <ChangeRow
                key={change.id}
                {...common}
                change={change}
                open={opened.has(change.id)}
                onToggle={() => opened.toggle(change.id)}
              />
            ))}
          </ul>
        </Folded>
      )}
      {dropped.length > 0 && (
        <Folded title={texts.dropped(dropped.length)}>
          <Dropped {...common} dropped={dropped} />
        </Folded>
      )}
    </>
  );
}

function Folded({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.more}>
      <TextButton aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {title}
      </TextButton>
      <div id={id}>{open && children}</div>
    </div>
  );
}

function Dropped({ job, sources, dropped }: Pick<NotMadeProps, "job" | "sources" | "dropped">) {
  const { resume, shown } = sources;
  const { value } = useLoaded(resume ? () => loadDocument<SourceText>(job, resume) : null, [
    job,
    resume,
  ]);
  return (
    <ul className={classes.dropped}>
      {dropped.map(({ span, reason }) => (
        <li key={`${span.start} ${span.end}`}>
          {value && <q>{[...value.text].slice(span.start, span.end).join("")}</q>}
          <span>{reason}</span>
          {value && <SourceLinks job={job} lines={placesOf([span], value.text)} linked={shown} />}
        </li>
      ))}
    </ul>
  );
}
