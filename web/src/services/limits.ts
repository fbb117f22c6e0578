/** What a start takes and how long a job is kept, as the gateway tells it. */
export interface StartLimits {
  readonly resume_characters: number;
  readonly posting_characters: number;
  readonly url_characters: number;
  readonly file_bytes: number;
  /** Seconds from a job's last end to its being erased; null until the gateway has told it. */
  readonly retention_sec: number | null;
}

/** What stands until the gateway has answered: it refuses by its own limits whatever stands here. */
export const LIMITS_UNTIL_TOLD: StartLimits = {
  resume_characters: 100_000,
  posting_characters: 60_000,
  url_characters: 2_000,
  file_bytes: 5 * 1024 * 1024,
  retention_sec: null,
};

/**
 * Ask for the limits.
 *
 * @throws Error They could not be had.
 */
export async function fetchLimits(): Promise<StartLimits> {
  const response = await fetch("/api/limits", { credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`limits: ${response.status}`);
  }
  return { ...LIMITS_UNTIL_TOLD, ...((await response.json()) as Partial<StartLimits>) };
}
