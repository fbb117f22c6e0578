import { useEffect, useState } from "react";
import { fetchSamples, type Sample } from "../../services/samples";
import { start } from "../../texts/start";
import classes from "./SampleList.module.css";

/** Samples that fill the form by one click. */
export function SampleList({ onPick }: { onPick(sample: Sample): void }) {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    let wanted = true;
    void fetchSamples().then((loaded) => wanted && setSamples(loaded));
    return () => {
      wanted = false;
    };
  }, []);
  if (samples.length === 0) {
    return null;
  }
  return (
    <div className={classes.samples}>
      <p id="samples">{start.samples}</p>
      <ul aria-labelledby="samples" className={classes.list}>
        {samples.map((sample) => (
          <li key={sample.id}>
            <button type="button" className={classes.sample} onClick={() => onPick(sample)}>
              {sample.title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
