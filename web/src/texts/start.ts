const number = new Intl.NumberFormat("en");

/** Words of the start form. */
export const start = {
  title: "Tailor your résumé to one posting, and see every change.",
  lead: "Seven agents match the two and bring forward what your résumé already says. You watch them work, and every change names its source and its reason.",
  resume: {
    label: "Your résumé",
    hint: "Paste it here, or drop a PDF, Word or text file",
    placeholder: "Jane Doe\njane@example.org\n\nExperience\n…",
    empty: "Paste your résumé, or drop a file here.",
  },
  posting: {
    label: "The job posting",
    hint: "Paste all of it, duties and requirements included, or its web address",
    placeholder: "We are looking for …\n\nWhat you will do\n…",
    empty: "Paste the posting that the résumé is meant for, or its web address.",
  },
  browse: "Choose a file",
  drop: "Drop the file here",
  clear: "Clear",
  characters: (count: number, limit: number) =>
    `${number.format(count)} of ${number.format(limit)}`,
  tooLong: (over: number, limit: number) =>
    `Too long by ${number.format(over)} characters: at most ${number.format(limit)} are read.`,
  attached: (name: string, bytes: number) =>
    `${name} (${number.format(Math.max(1, Math.round(bytes / 1024)))} KB)\n\nIts text is read when the job begins.`,
  notText: (name: string) =>
    `${name} is not a text file. PDF, DOCX, TXT and Markdown files can be read here.`,
  refused: {
    not_text: "This does not read as text: it holds control characters, as an undecoded file does.",
    empty_text: "There is no word in it.",
    too_large: "This is longer than what can be read.",
  } as Readonly<Record<string, string>>,
  tooBig: (name: string) => `${name} is larger than 5 MB.`,
  oneFile: "One file at a time, please.",
  samples: "No résumé at hand? Try one of ours:",
  sampleFailed: "The sample could not be loaded. Try again in a moment.",
  submit: "Tailor the résumé",
  submitting: "Starting",
  kept: "Both texts and the result are kept for 7 days, then erased. Only who has the job's link can see them.",
  steps: [
    {
      title: "Read",
      text: "Sections, roles, dates and skills of your résumé; what the posting requires, and how much.",
    },
    {
      title: "Match",
      text: "Every requirement against the lines that speak for it, with a score that shows its parts.",
    },
    {
      title: "Rewrite",
      text: "Only what your own words support. A guard refuses any number, skill or title that is new.",
    },
    {
      title: "Check",
      text: "Validation rules before and after, so that nothing got lost and nothing got worse.",
    },
  ],
  failed: "The job could not be started",
} as const;
