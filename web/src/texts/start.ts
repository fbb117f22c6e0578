const number = new Intl.NumberFormat("en");

/** Words of the start form. */
export const start = {
  title: "Tailor your résumé to one posting, and see every change.",
  lead: "Seven agents match the two and bring forward what your résumé already says. You watch them work, and every change names its source and its reason.",
  resume: {
    label: "Your résumé",
    hint: (megabytes: number) =>
      `Paste it here, or drop a PDF, Word or text file of up to ${megabytes} MB`,
    placeholder: "Jane Doe\njane@example.org\n\nExperience\n…",
    empty: "Paste your résumé, or drop a file here.",
  },
  posting: {
    label: "The job posting",
    hint: (megabytes: number) =>
      `Paste all of it, or its web address, or drop a file of up to ${megabytes} MB`,
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
    `${name} (${number.format(Math.max(1, Math.round(bytes / 1024)))} KB)`,
  preview: {
    reading: (name: string) => `Reading ${name} …`,
    read: (name: string, pages: number | null, words: number) =>
      pages === null
        ? `Read from ${name}: ${number.format(words)} words. This is what the job works with.`
        : `Read from ${name}: ${number.format(pages)} ${pages === 1 ? "page" : "pages"}, ${number.format(words)} words. This is what the job works with.`,
    later: (name: string) => `${name} cannot be shown now: it is read when the job begins`,
    unseen:
      "The server reads it when the job begins. What it read is the first thing that the job shows, so that you can check it.",
    warnings: "What to look out for",
  },
  read: (name: string, lines: number, words: number) =>
    `Read from ${name}: ${number.format(lines)} lines, ${number.format(words)} words`,
  fetched: (host: string) => `The page at ${host} is fetched when the job begins`,
  notText: (name: string) =>
    `${name} is not a text file. PDF, DOCX, TXT and Markdown files can be read here.`,
  refused: {
    not_text: "This does not read as text: it holds control characters, as an undecoded file does.",
    empty_text: "There is no word in it.",
    too_large: "This is longer than what can be read.",
    malformed_url:
      "This is no address of a page: it begins with http:// or https://, without a user name in it.",
    no_job_posting: "This JSON holds no job posting. Paste the posting as text.",
    unsupported_file:
      "PDF, DOCX, TXT and Markdown files can be read here, and this is none of them.",
    encrypted_file: "This file has a password. Save it without one, or paste its text.",
    needs_ocr:
      "This file holds a picture of a text, not text, as a scan does. Export it from where it was written, or paste its text.",
    empty_file: "There is no text in this file.",
    corrupt_file: "This file is damaged and cannot be read. Save it again, or paste its text.",
  } as Readonly<Record<string, string>>,
  tooBig: (name: string, limit: number) =>
    `${name} is larger than ${number.format(Math.floor(limit / 1024 / 1024))} MB. Leave pictures out, or paste its text.`,
  urlTooLong: (limit: number) =>
    `An address has at most ${number.format(limit)} characters. Paste the posting itself.`,
  oneFile: "One file at a time, please.",
  samples: "No résumé at hand? Try one of ours:",
  sampleFailed: "The sample could not be loaded. Try again in a moment.",
  submit: "Tailor the résumé",
  submitting: "Starting",
  kept: (span: string | null) =>
    span === null
      ? "Both texts and the result are erased some time after the job's end. Only who has the job's link can see them."
      : `Both texts and the result are kept for ${span} after the job's end, then erased. Only who has the job's link can see them.`,
  recent: {
    title: "Started in this browser",
    lead: "Only the addresses of these jobs are remembered here, no text of yours. Deleting one erases it on the server, now.",
    open: (when: string) => `Started ${when}`,
    forget: "Delete",
    question: (when: string) =>
      `Erase the job started ${when} with all of its texts? Nobody can bring it back.`,
    yes: "Erase it now",
    no: "Keep it",
    erased: "The job was erased, with all of its texts.",
  },
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
