import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { job } from "../../texts/job";
import documentClasses from "./Document.module.css";
import { MarkdownView } from "./MarkdownView";
import classes from "./SideBySide.module.css";

interface SideBySideProps {
  readonly tailored: string;
  readonly original: string | null;
}

/** Both texts beside each other; where there is no room, one of them at a time. */
export function SideBySide({ tailored, original }: SideBySideProps) {
  const [side, setSide] = useState("tailored");
  return (
    <div className={classes.sides} data-side={original === null ? "tailored" : side}>
      {original !== null && (
        <SegmentedControl
          className={classes.switch ?? ""}
          fullWidth
          value={side}
          onChange={setSide}
          data={[
            { value: "tailored", label: job.tailored },
            { value: "original", label: job.original },
          ]}
        />
      )}
      <Sheet side="tailored" label={job.tailored}>
        <MarkdownView text={tailored} />
      </Sheet>
      {original !== null && (
        <Sheet side="original" label={job.original}>
          <pre className={documentClasses.plain}>{original}</pre>
        </Sheet>
      )}
    </div>
  );
}

interface SheetProps {
  readonly side: string;
  readonly label: string;
  readonly children: React.ReactNode;
}

function Sheet({ side, label, children }: SheetProps) {
  return (
    <figure className={classes.sheet} data-side={side}>
      <figcaption className={classes.caption}>{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={label}>
        {children}
      </section>
    </figure>
  );
}
