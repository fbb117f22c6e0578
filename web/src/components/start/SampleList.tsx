import { useState } from "react";
import { useLoaded } from "../../lib/use-loaded";
import {
  fetchSamples,
  fetchSampleTexts,
  type Sample,
  type SampleTexts,
} from "../../services/samples";
import { start } from "../../texts/start";
import classes from "./SampleList.module.css";

/** Samples that fill the form by one click. */
export function SampleList({ onPick }: { onPick(texts: SampleTexts): void }) {
  const samples = useLoaded(fetchSamples, []);
  const [failed, setFailed] = useState(false);
  const pick = async (sample: Sample) => {
    try {
      onPick(await fetchSampleTexts(sample));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  if (samples.state !== "ready" || samples.value.length === 0) {
    return null;
  }
  return (
    <div className={classes.samples}>
      <p id="samples">{start.samples}</p>
      <ul aria-labelledby="samples" className={classes.list}>
        {samples.value.map((sample) => (
          <li key={sample.id}>
            <button type="button" className={classes.sample} onClick={() => pick(sample)}>
              {sample.title}
            </button>
          </li>
        ))}
      </ul>
      {failed && (
        <p role="alert" className={classes.failed}>
          {start.sampleFailed}
        </p>
      )}
    </div>
  );
}
