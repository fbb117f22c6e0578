import type { Problem } from "@resume-optimizer/client";

const WORDS: Readonly<Record<number, string>> = {
  0: "The server cannot be reached. What you entered is still here: try again in a moment.",
  401: "This job needs the link that it was started with: its token is missing or has expired.",
  403: "The link belongs to another job.",
  404: "There is no such job.",
  410: "This job was erased, with all of its texts.",
  429: "Too many jobs were started from here. Wait a little, then try again.",
  503: "The server is busy or restarting. Try again in a moment.",
};

/** What says more than its status. */
const WORDS_BY_CODE: Readonly<Record<string, string>> = {
  token_expired:
    "This link has expired, and cannot be renewed: a job is kept for a limited time. Start a new one with the same texts.",
};

/** A sentence for people: ours for what can happen to anybody, else the server's own. */
export function sentenceOf(problem: Problem): string {
  return (
    WORDS_BY_CODE[problem.code] || WORDS[problem.status] || problem.detail || `${problem.title}.`
  );
}
