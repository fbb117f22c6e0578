import { start } from "../../texts/start";
import { LIMITS, type Side } from "./limits";

export type Entries = Readonly<Record<Side, string>>;
/** PDF and Word files that stand in place of a text: the server reads them. */
export type Files = Readonly<Partial<Record<Side, File>>>;
export type FieldErrors = Readonly<Partial<Record<Side, string>>>;

/** Say what is wrong with a text, in a sentence; undefined where nothing is. */
export function validateText(side: Side, text: string): string | undefined {
  if (text.trim() === "") {
    return start[side].empty;
  }
  // The API counts characters, not UTF-16 units: an emoji is one.
  const length = text.length > LIMITS[side] ? [...text].length : text.length;
  return length > LIMITS[side] ? start.tooLong(length - LIMITS[side], LIMITS[side]) : undefined;
}

/** Validate both sides: the errors of those that cannot be sent. What is in a file, the server sees. */
export function validate(entries: Entries, files: Files = {}): FieldErrors {
  const errors: Partial<Record<Side, string>> = {};
  for (const side of ["resume", "posting"] as const) {
    const error = files[side] ? undefined : validateText(side, entries[side]);
    if (error !== undefined) {
      errors[side] = error;
    }
  }
  return errors;
}
