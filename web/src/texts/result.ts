import type { Problem } from "@resume-optimizer/client";
import { sentenceOf } from "./problems";

/** Words of the changes and of the result. */
export const result = {
  changes: {
    view: "How changes are shown",
    views: { inline: "Inline", sides: "Side by side" },
    openAll: "Open all",
    closeAll: "Close all",
    lead: "Reject what you do not want: the result is made again without it. Nothing is lost, and everything can be restored.",
    source: "Source",
    lines: (from: number, to: number) => (from === to ? `line ${from}` : `lines ${from} to ${to}`),
    moreLines: (count: number) => `and ${count} more`,
    showLine: (line: string) => `Show ${line} in the original`,
    writer: "Written by",
    serves: "Serves",
    why: "Why",
    reason: "Reason",
    declined: "Not taken",
    declinedWords: (engine: string, reason: string) => `a wording of ${engine}: ${reason}`,
    before: "Before",
    after: "After",
    nothing: "nothing",
    removed: "taken out",
    reject: "Reject",
    restore: "Restore",
    undo: "Undo",
    tryAgain: "Try again",
    ofChange: (verb: string, summary: string) => `${verb}: ${summary}`,
    rejected: "Rejected by you",
    waiting: {
      rejected: "Will be rejected when the running revision has ended",
      restored: "Will be restored when the running revision has ended",
    },
    asked: {
      rejected: "Rejected: the result is being made again",
      restored: "Restored: the result is being made again",
    },
    failed: { rejected: "Could not be rejected.", restored: "Could not be restored." },
    fateFailed: "What became of each change could not be loaded.",
    refused: (count: number) =>
      count === 1
        ? "1 change that was refused, and why"
        : `${count} changes that were refused, and why`,
    refusedLead:
      "These were planned and did not pass: a gate found something in them that your résumé does not say, or they build on a change that you rejected.",
    buildsOn: (name: string, rationale: string) =>
      `builds on “${name}” (${rationale}), which you rejected`,
    dropped: (count: number) =>
      count === 1
        ? "1 line that was left out, and why"
        : `${count} lines that were left out, and why`,
  },
  backToChange: "Back to the change",
  renewing: (next: number, shown: number) => `Revision ${shown}, until revision ${next} is made`,
  downloads: {
    "resume.pdf": "PDF",
    "resume.docx": "Word",
    "resume.md": "Markdown",
    "resume.txt": "Plain text",
    "report.md": "Report",
    "report.json": "Report as JSON",
  } as Readonly<Record<string, string>>,
  questions: {
    title: "Questions only you can answer",
    lead: "The posting asks for these, and your résumé does not show them. What you answer counts as your own words: it is added where it fits, and nothing else is.",
    answer: "Your answer",
    placeholder: "Where you did it, and what came of it",
    decline: "I have not done this",
    declined: "Noted as a no. It is not asked again.",
    send: (count: number) =>
      count === 1 ? "Send 1 answer and run again" : `Send ${count} answers and run again`,
    sendNone: "Send answers and run again",
    sending: "Sending",
    waits: "The job is running. What you write stays here; it can be sent when the job has ended.",
    taken: (revision: number) => `Taken up: revision ${revision} is being made with it.`,
    failed: "The answers were not taken.",
    tooLong: (over: number) => `Too long by ${over} characters.`,
    given: (count: number) =>
      count === 1 ? "1 answer that you gave" : `${count} answers that you gave`,
    givenNo: "You have not done this.",
    change: "Change",
    none: "Nothing is left to ask.",
  },
  share: {
    title: "Share",
    label: "Link to this job",
    warning:
      "Whoever has this link can read both texts and everything made of them, reject changes, answer questions, and erase the job. It works until the job is erased; the end of this page says when that is.",
    copy: "Copy link",
    copied: "Copied",
    notCopied:
      "The browser does not let the page copy. The link is selected: copy it with the keyboard.",
    share: "Share",
    shareTitle: "Résumé, tailored to a posting",
    noToken:
      "This page was opened without the link's token, so there is no link to share. Open it by the address that the start gave, and it can be shared.",
  },
  erased: {
    title: "The job is erased",
    text: "Its texts, its result and everything that was found in them are erased. Its link leads to nothing, and this page remembers nothing of it.",
  },
} as const;

/** Who wrote a change's words. */
export function writerOf(engine: string): string {
  const model = /^model:(.+)$/.exec(engine)?.[1];
  if (model) {
    return `the language model ${model}, checked by the same guard`;
  }
  return { rules: "rules", polish: "rules, while polishing" }[engine] ?? engine;
}

/** A sentence on why a wish was not taken. */
export function refusalOf(problem: Problem): string {
  return REFUSALS[problem.code] ?? sentenceOf(problem);
}

const REFUSALS: Readonly<Record<string, string>> = {
  still_running: "The job is running. Try again when it has ended.",
  refused_patch: "A gate refused this change itself: it cannot be restored.",
  no_such_patch: "The job has no such change any more.",
  no_such_question: "The job does not ask this any more.",
  empty_answer: "An answer needs a word in it. Leave it out, or say that you have not done it.",
};
