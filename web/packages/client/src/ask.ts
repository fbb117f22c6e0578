import { ApiError, problemOf, unreachable } from "./problem";
import type { JobAddress } from "./urls";

/** What asking needs of the world; the browser's own where it is left out. */
export interface Asking {
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}

/** The header that opens a job. Only links and `EventSource`, which send no headers, carry the token in their address. */
export function authorization({ token }: JobAddress): Readonly<Record<string, string>> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/**
 * Ask the server.
 *
 * @throws ApiError No answer (a changing call may or may not have taken effect), or one that is an error.
 */
export async function ask(
  url: string,
  init: RequestInit = {},
  asking: Asking = {},
): Promise<Response> {
  const send = asking.fetch ?? fetch;
  let response: Response;
  try {
    response = await send(url, {
      credentials: "include",
      ...init,
      ...(asking.signal ? { signal: asking.signal } : {}),
    });
  } catch {
    throw new ApiError(unreachable());
  }
  if (!response.ok) {
    throw new ApiError(await problemOf(response));
  }
  return response;
}
