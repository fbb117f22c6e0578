/** Where a job is found. The token goes with it as a query, since `EventSource` and links send no headers. */
export interface JobAddress {
  readonly jobId: string;
  readonly token?: string | undefined;
  /** Origin of the gateway; empty for the page's own. */
  readonly baseUrl?: string | undefined;
}

export function jobUrl(
  job: JobAddress,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query);
  if (job.token) {
    search.set("access_token", job.token);
  }
  const suffix = search.size > 0 ? `?${search}` : "";
  return `${job.baseUrl ?? ""}/api/jobs/${encodeURIComponent(job.jobId)}/${path}${suffix}`;
}
