import type { StepView } from "../../types/streaming";

/**
 * Lay a graph of steps out in columns: each step stands one column behind the last of those that it waits for.
 *
 * Steps that wait for what is not there (or for each other) stand in the first column: shown, never lost.
 */
export function layersOf(steps: readonly StepView[]): readonly (readonly StepView[])[] {
  const depths = new Map<string, number>();
  for (const step of steps) {
    const before = step.after.map((name) => depths.get(name) ?? -1);
    depths.set(step.step, Math.max(-1, ...before) + 1);
  }
  const layers: StepView[][] = [];
  for (const step of steps) {
    const depth = depths.get(step.step) ?? 0;
    layers[depth] = [...(layers[depth] ?? []), step];
  }
  return layers;
}
