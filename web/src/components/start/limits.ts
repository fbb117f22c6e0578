/** What the API takes, in characters; files in bytes. */
export const LIMITS = { resume: 100_000, posting: 60_000, file: 5_000_000 } as const;

export type Side = "resume" | "posting";
