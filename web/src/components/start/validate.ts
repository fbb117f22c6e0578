import type { StartLimits } from "../../services/limits";
import { start } from "../../texts/start";

export type Side = "resume" | "posting";

export type Entries = Readonly<Record<Side, string>>;
/** Files that stand in place of a text, PDF and Word files above all: the server reads them. */
export type Files = Readonly<Partial<Record<Side, File>>>;
export type FieldErrors = Readonly<Partial<Record<Side, string>>>;

const ADDRESS = /^https?:\/\/\S+$/i;

/** A posting that is nothing but an address is one: the server fetches what is there. */
export function addressIn(posting: string): string | undefined {
  const address = posting.trim();
  return ADDRESS.test(address) ? address : undefined;
}

/** Say what is wrong with a text, in a sentence; undefined where nothing is. */
export function validateText(side: Side, text: string, limits: StartLimits): string | undefined {
  if (text.trim() === "") {
    return start[side].empty;
  }
  if (side === "posting" && addressIn(text) !== undefined) {
    return text.trim().length > limits.url_characters
      ? start.urlTooLong(limits.url_characters)
      : undefined;
  }
  const limit = charactersOf(side, limits);
  // The API counts characters, not UTF-16 units: an emoji is one.
  const length = text.length > limit ? [...text].length : text.length;
  return length > limit ? start.tooLong(length - limit, limit) : undefined;
}

/** How many characters a side's text may have. */
export function charactersOf(side: Side, limits: StartLimits): number {
  return limits[`${side}_characters`];
}

/** Validate both sides: the errors of those that cannot be sent. What is in a file, the server sees. */
export function validate(entries: Entries, files: Files, limits: StartLimits): FieldErrors {
  const errors: Partial<Record<Side, string>> = {};
  for (const side of ["resume", "posting"] as const) {
    const error = files[side] ? undefined : validateText(side, entries[side], limits);
    if (error !== undefined) {
      errors[side] = error;
    }
  }
  return errors;
}
