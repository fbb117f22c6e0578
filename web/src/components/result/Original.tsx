import { useEffect, useMemo, useRef } from "react";
import type { Place } from "../changes/place";
import classes from "./Original.module.css";

interface OriginalProps {
  readonly text: string;
  /** What is to be seen of it, marked and brought into view. */
  readonly place: Place | undefined;
}

/** The résumé as it was read, its lines numbered as changes cite them. */
export function Original({ text, place }: OriginalProps) {
  const lines = useMemo(
    () => text.split("\n").map((line, index) => [index + 1, line] as const),
    [text],
  );
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (place) {
      marked.current?.scrollIntoView({ block: "center" });
      marked.current?.focus({ preventScroll: true });
    }
  }, [place]);
  return (
    <ol className={classes.lines}>
      {lines.map(([number, line]) => {
        const isMarked = place !== undefined && place.from <= number && number <= place.to;
        return (
          <li
            key={number}
            className={classes.line}
            data-line={number}
            data-marked={isMarked || undefined}
            {...(number === place?.from ? { ref: marked, tabIndex: -1 } : {})}
          >
            {line || "\u00a0"}
          </li>
        );
      })}
    </ol>
  );
}
