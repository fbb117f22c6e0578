/** Where a job is found. */
export interface JobAddress {
  readonly jobId: string;
  readonly token?: string | undefined;
  /** Origin of the gateway; empty for the page's own. */
  readonly baseUrl?: string | undefined;
}

/** The address of a call on a job, for who sends the token as a header. */
export function jobPath(
  job: JobAddress,
  path = "",
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query);
  const suffix = search.size > 0 ? `?${search}` : "";
  const below = path && `/${path}`;
  return `${job.baseUrl ?? ""}/api/jobs/${encodeURIComponent(job.jobId)}${below}${suffix}`;
}

/** The same with the token in it: for the stream and for artifacts, since `EventSource` and links send no headers. */
export function jobUrl(
  job: JobAddress,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  return jobPath(job, path, job.token ? { ...query, access_token: job.token } : query);
}
