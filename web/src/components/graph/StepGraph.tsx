import { Skeleton } from "@mantine/core";
import { job } from "../../texts/job";
import type { StepView } from "../../types/streaming";
import { layersOf } from "./layers";
import { StepCard } from "./StepCard";
import classes from "./StepGraph.module.css";

/** The steps as the graph that they are: side by side what runs side by side. */
export function StepGraph({ steps }: { readonly steps: readonly StepView[] }) {
  if (steps.length === 0) {
    return <Skeleton height={112} radius="lg" aria-hidden="true" />;
  }
  return (
    <section aria-label={job.steps} className={classes.frame}>
      <ol className={classes.graph}>
        {layersOf(steps).map((layer) => (
          <li
            key={layer.map((step) => step.step).join()}
            className={classes.layer}
            data-parallel={layer.length > 1 || undefined}
            style={{ "--count": layer.length } as React.CSSProperties}
          >
            {layer.map((step) => (
              <StepCard key={step.step} step={step} />
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
