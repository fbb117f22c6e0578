import { Middlebox } from "./middlebox";
import { sharedPlace, urlOf } from "./system";
import { test as plain } from "./test";

interface MiddleboxFixtures {
  /** Requests whose path this names are never answered. */
  readonly held: RegExp | null;
  readonly middlebox: Middlebox;
}

/** A test whose page reaches the shared system through a proxy. */
export const test = plain.extend<MiddleboxFixtures>({
  held: [null, { option: true }],
  middlebox: async ({ held }, use) => {
    const middlebox = await Middlebox.start(urlOf(sharedPlace()), held);
    await use(middlebox);
    await middlebox.stop();
  },
  baseURL: ({ middlebox }, use) => use(middlebox.url),
});
