import { SegmentedControl } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { type ReactNode, useState } from "react";
import { job as jobTexts } from "../../texts/job";
import { result } from "../../texts/result";
import { showPlace, usePlaceInOriginal } from "../changes/place";
import { TextButton } from "../shell/TextButton";
import { MarkdownView } from "./MarkdownView";
import { Original } from "./Original";
import classes from "./SideBySide.module.css";

interface SideBySideProps {
  readonly job: JobAddress;
  readonly tailored: string;
  readonly original: string | null;
  /** What has to be known of the tailored one while it is read. */
  readonly standing?: string | undefined;
}

/** Both texts beside each other; where there is no room, one of them at a time. */
export function SideBySide({ job, tailored, original, standing }: SideBySideProps) {
  const [chosen, choose] = useState("tailored");
  const place = usePlaceInOriginal(job.jobId);
  const side = place ? "original" : chosen;
  const setSide = (next: string) => {
    choose(next);
    showPlace(undefined);
  };
  const goBack = () => {
    showPlace(undefined);
    place?.asker.scrollIntoView({ block: "center" });
    place?.asker.focus({ preventScroll: true });
  };
  return (
    <div className={classes.sides} data-side={original === null ? "tailored" : side}>
      {original !== null && (
        <SegmentedControl
          className={classes.switch ?? ""}
          fullWidth
          value={side}
          onChange={setSide}
          data={[
            { value: "tailored", label: jobTexts.tailored },
            { value: "original", label: jobTexts.original },
          ]}
        />
      )}
      <Sheet side="tailored" label={jobTexts.tailored} aside={standing}>
        <MarkdownView text={tailored} />
      </Sheet>
      {original !== null && (
        <Sheet
          side="original"
          label={jobTexts.original}
          aside={place && <TextButton onClick={goBack}>{result.backToChange}</TextButton>}
        >
          <Original text={original} place={place} />
        </Sheet>
      )}
    </div>
  );
}

interface SheetProps {
  readonly side: string;
  readonly label: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

function Sheet({ side, label, aside, children }: SheetProps) {
  return (
    <figure className={classes.sheet} data-side={side}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        {aside}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={label}>
        {children}
      </section>
    </figure>
  );
}
