/** Words of the frame around every screen. */
export const common = {
  product: "Resume Optimizer",
  newJob: "New résumé",
  skip: "Skip to content",
  toDark: "Switch to the dark theme",
  toLight: "Switch to the light theme",
  footer: "Nothing is invented: what is not in your résumé does not enter it.",
  footerKept: (span: string) => `Texts are erased ${span} after a job's end.`,
  unknownTitle: "There is nothing here",
  unknownText:
    "The address leads to no page. A link to a job looks like /jobs/… with its token behind it.",
  backToStart: "Start a new one",
  broken: {
    title: "This screen cannot be shown",
    text: "A part of the page did not come through, or it has a fault. A job goes on without it and is found again at this address.",
    again: "Load the page again",
  },
} as const;
