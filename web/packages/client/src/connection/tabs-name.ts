import type { JobAddress } from "../urls";

/** Tabs of another version say something else to each other: raise it when a message or the fold's capture changes. */
const PROTOCOL = 2;

/**
 * What tabs call a job to each other: the same name only for the same job, token and server.
 *
 * A digest, since names of locks and channels are not a place for a secret. It need not withstand anybody: whoever runs
 * scripts of this origin has the token anyway.
 */
export function tabsName({ jobId, token = "", baseUrl = "" }: JobAddress): string {
  return `resume-optimizer/${PROTOCOL}/${digest(JSON.stringify([jobId, token, baseUrl]))}`;
}

/** FNV-1a twice, from two starts: 64 bits as hex. Source: draft-eastlake-fnv. */
function digest(text: string): string {
  return [0x811c9dc5, 0x050c5d1f]
    .map((start) => {
      let hash = start;
      for (let index = 0; index < text.length; index += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
      }
      return (hash >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}
