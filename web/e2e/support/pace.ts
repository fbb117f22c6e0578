import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPlace } from "./system";
import { RESUME } from "./texts";

type Step = "profiling" | "writing";
/** `hold`: waits in the middle. `stumble`: its first attempt fails. `fail`: fails for good. */
type Word = "hold" | "stumble" | "fail";

/** A job's pace: its résumé asks the agents to go by what a file says. */
export class Pace {
  readonly #name = randomBytes(6).toString("hex");
  readonly #file = join(sharedPlace().pace, this.#name);

  constructor(step: Step, word: Word) {
    this.say(step, word);
  }

  /** The résumé to start the job with. */
  get resume(): string {
    return RESUME.replace("@example.org", `@${this.#name}.pace.example.org`);
  }

  say(step: Step, word: Word): void {
    writeFileSync(`${this.#file}.new`, `${step} ${word}`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** From now on the job goes as any other. */
  goOn(): void {
    rmSync(this.#file, { force: true });
  }
}
