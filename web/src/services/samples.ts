/** A fictional résumé with a posting that it could be meant for. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly resume: string;
  readonly posting: string;
}

/** Load the samples; none where there are none: the form works without them. */
export async function fetchSamples(): Promise<readonly Sample[]> {
  try {
    const response = await fetch("/samples/index.json");
    return response.ok ? ((await response.json()) as readonly Sample[]) : [];
  } catch {
    return [];
  }
}
