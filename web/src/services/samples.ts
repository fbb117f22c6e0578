/** A fictional résumé with a posting that it could be meant for: where both texts lie. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** Paths of text files, relative to the list. */
  readonly resume: string;
  readonly posting: string;
}

export interface SampleTexts {
  readonly resume: string;
  readonly posting: string;
}

const FOLDER = "/samples";

/** Load the list of samples; none where it cannot be had: the form works without them. */
export async function fetchSamples(): Promise<readonly Sample[]> {
  try {
    const response = await fetch(`${FOLDER}/index.json`);
    return response.ok ? ((await response.json()) as readonly Sample[]) : [];
  } catch {
    return [];
  }
}

/**
 * Load the texts of a sample.
 *
 * @throws Error One of them could not be had.
 */
export async function fetchSampleTexts(sample: Sample): Promise<SampleTexts> {
  const [resume, posting] = await Promise.all(
    [sample.resume, sample.posting].map(async (path) => {
      const response = await fetch(`${FOLDER}/${path}`);
      if (!response.ok) {
        throw new Error(`${path}: ${response.status}`);
      }
      return response.text();
    }),
  );
  return { resume: resume ?? "", posting: posting ?? "" };
}
