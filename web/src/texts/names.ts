/** Names of steps, operations and rules. All are open enums: what is not here is shown under its own name. */

const STEPS: Readonly<Record<string, string>> = {
  ingesting: "Ingesting",
  analyzing: "Analyzing",
  profiling: "Profiling",
  planning: "Planning",
  writing: "Writing",
  validating: "Validating",
  polishing: "Polishing",
};

const STEP_TASKS: Readonly<Record<string, string>> = {
  ingesting: "Reads both texts",
  analyzing: "Finds what is required",
  profiling: "Finds what you offer",
  planning: "Matches the two",
  writing: "Makes the changes",
  validating: "Checks the result",
  polishing: "Finishes the text",
};

const OPERATIONS: Readonly<Record<string, string>> = {
  reorder_sections: "Sections reordered",
  reorder_entries: "Entries reordered",
  reorder_bullets: "Statements reordered",
  reorder_skills: "Skills reordered",
  rename_heading: "Heading renamed",
  surface_variant: "Term written out",
  list_evidenced_skill: "Skill listed",
  compose_summary: "Summary composed",
  weak_opening: "Opening strengthened",
  verb_swap: "Verb exchanged",
  split_long_bullet: "Statement split",
  trim_filler: "Filler removed",
  normalise_date: "Date unified",
  expand_acronym: "Acronym expanded",
  drop_duplicate_bullet: "Duplicate dropped",
};

const RULES: Readonly<Record<string, string>> = {
  "FAB-01": "Numbers stand in the source",
  "FAB-02": "Employers stand in the source",
  "FAB-03": "Titles and dates are unchanged",
  "FAB-04": "Degrees and certificates stand in the source",
  "FAB-05": "Skills stand in the source",
  "FAB-06": "No verb claims more than before",
  "FAB-07": "Every line names its source",
  "FAB-08": "Numbers keep what they count",
  "FAB-09": "Qualifiers are kept",
  "PRE-01": "No entry is missing",
  "PRE-02": "Contact is unchanged",
  "PRE-03": "Statements are kept",
  "CON-01": "Name and e-mail are there",
  "CON-02": "A telephone number is there",
  "CON-03": "Place and links are there",
  "DAT-01": "Every role has its period",
  "DAT-02": "Periods make sense",
  "DAT-03": "Dates are uniform and in order",
  "DAT-04": "Gaps and overlaps",
  "STR-01": "Standard sections exist",
  "STR-02": "Roles have statements",
  "STR-03": "Length suits the experience",
  "FMT-01": "Text can be extracted",
  "FMT-02": "Simple layout",
  "FMT-03": "Clean characters",
  "FMT-09": "Exports read back",
  "KEY-01": "Key terms are covered",
  "KEY-02": "No term is stuffed",
  "REQ-01": "No knock-out is missing",
  "WRD-01": "Statements start with verbs",
  "WRD-02": "Statements carry outcomes",
  "WRD-03": "Sentences read easily",
  "WRD-04": "Spelling",
  "INJ-01": "No hidden instructions",
};

export function stepName(step: string): string {
  return STEPS[step] ?? spaced(step);
}

export function stepTask(step: string): string {
  return STEP_TASKS[step] ?? "";
}

export function operationName(op: string): string {
  return OPERATIONS[op] ?? spaced(op);
}

export function ruleName(rule: string): string {
  return RULES[rule] ?? "";
}

/** Make words of a key: `match_score` becomes "Match score". */
export function spaced(key: string): string {
  const words = key.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
