import { RULES } from "@resume-optimizer/client";

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
  return RULES[rule]?.title ?? "";
}

/** Make words of a key: `match_score` becomes "Match score". */
export function spaced(key: string): string {
  const words = key.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
