/** A run of a work item is `{attempt}.{delivery}`, both counted from 1; runs are ordered as pairs of numbers. */
export function compareRuns(left: string, right: string): number {
  const [leftAttempt, leftDelivery] = parse(left);
  const [rightAttempt, rightDelivery] = parse(right);
  return leftAttempt - rightAttempt || leftDelivery - rightDelivery;
}

function parse(run: string): [number, number] {
  const [attempt, delivery] = run.split(".");
  return [Number(attempt), Number(delivery)];
}
