import { SegmentedControl, Skeleton } from "@mantine/core";
import type { JobAddress, SourceText } from "@resume-optimizer/client";
import { useState } from "react";
import { useLoaded } from "../../lib/use-loaded";
import { loadDocument } from "../../services/documents";
import { job as texts } from "../../texts/job";
import type { InsightView } from "../../types/streaming";
import { TextButton } from "../shell/TextButton";
import classes from "./SourceRead.module.css";

/** The ids of the insights that name the texts which were read, as the step `ingesting` tells them. */
const SIDES = { resume: "source-resume", posting: "source-posting" } as const;
type SourceSide = keyof typeof SIDES;

interface SourceReadProps {
  readonly job: JobAddress;
  readonly insights: readonly InsightView[];
}

/** What the server read of what it was handed, as soon as it has: open where it had to read a file or a page. */
export function SourceRead({ job, insights }: SourceReadProps) {
  const [side, setSide] = useState<SourceSide>("resume");
  const [toggled, setToggled] = useState<boolean | null>(null);
  const resume = useSource(job, insights, "resume");
  const posting = useSource(job, insights, "posting");
  const shown = side === "resume" ? resume : posting;
  if (resume.state === "idle") {
    return null;
  }
  const read = [resume.value, posting.value].some((source) => source && source.origin !== "txt");
  return (
    <details
      className={classes.frame}
      open={toggled ?? read}
      onToggle={(event) => setToggled(event.currentTarget.open)}
    >
      <summary className={classes.summary}>
        {texts.read.title}
        {resume.value && <span className={classes.facts}>{factsOf(resume.value)}</span>}
      </summary>
      <p className={classes.lead}>{texts.read.lead}</p>
      <SegmentedControl
        size="xs"
        value={side}
        onChange={(value) => setSide(value === "posting" ? "posting" : "resume")}
        data={[
          { value: "resume", label: texts.read.resume },
          { value: "posting", label: texts.read.posting },
        ]}
      />
      {shown.state === "failed" && (
        <p className={classes.lead}>
          {texts.read.failed} <TextButton onClick={shown.retry}>{texts.tryAgain}</TextButton>
        </p>
      )}
      {shown.state === "loading" && <Skeleton height={120} mt="sm" />}
      {shown.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={classes.text} tabIndex={0} aria-label={texts.read[side]}>
          {shown.value.text}
        </section>
      )}
    </details>
  );
}

function useSource(job: JobAddress, insights: readonly InsightView[], side: SourceSide) {
  const ref = insights.find(({ id }) => id === SIDES[side])?.ref;
  return useLoaded(ref === undefined ? null : () => loadDocument<SourceText>(job, ref), [ref]);
}

function factsOf({ origin, layout, text, repairs }: SourceText): string {
  const words = text.split(/\s+/).filter((word) => word !== "").length;
  return [
    texts.read.origins[origin] ?? origin,
    ...(origin === "pdf" || layout.pages > 1 ? [texts.read.pages(layout.pages)] : []),
    ...(layout.columns > 1 ? [texts.read.columns(layout.columns)] : []),
    texts.read.words(words),
    ...(repairs.length > 0 ? [texts.read.repairs(repairs.join(", "))] : []),
  ].join(", ");
}
