import { type Asking, ask } from "./ask";
import type { Preview, PreviewSide } from "./generated/preview";

export interface PreviewOptions extends Asking {
  /** Origin of the gateway; empty for the page's own. */
  readonly baseUrl?: string | undefined;
}

const PARTS: Readonly<Record<PreviewSide, string>> = { resume: "resume_file", posting: "job_file" };

/**
 * Ask what is read of a file, before a job is started with it. Nothing of it is stored.
 *
 * @throws ApiError 413, 415, 422: the file is refused, as its job would be. Anything else (503 and 504 where nobody reads
 * files now, an abort): it cannot be shown, and a start takes it all the same.
 */
export async function previewFile(
  side: PreviewSide,
  file: Blob,
  options: PreviewOptions = {},
): Promise<Preview> {
  const body = new FormData();
  body.append(PARTS[side], file);
  const url = `${options.baseUrl ?? ""}/api/preview`;
  const response = await ask(url, { method: "POST", body }, options);
  return (await response.json()) as Preview;
}
