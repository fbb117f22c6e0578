import { expect, test as plain } from "@playwright/test";
import { Pace } from "./pace";

interface OurFixtures {
  readonly quiet: undefined;
  /** Gives a job a pace of its own; whatever comes of the test, no step waits after it. */
  readonly atAPace: (...how: ConstructorParameters<typeof Pace>) => Pace;
}

/** A test whose page says nothing in the console, throws nothing, and asks nobody but its own server. */
export const test = plain.extend<OurFixtures>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const said: string[] = [];
      page.on("pageerror", (error) => said.push(`threw: ${error.message}`));
      page.on("console", (message) => {
        // A refusal that the test provokes is told by the browser too; the page itself says nothing.
        if (
          ["error", "warning"].includes(message.type()) &&
          !message.text().startsWith("Failed to load resource")
        ) {
          said.push(`${message.type()}: ${message.text()}`);
        }
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(`${baseURL}/`) && !/^(data|blob):/.test(request.url())) {
          said.push(`asked elsewhere: ${request.url()}`);
        }
      });
      await use(undefined);
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
  atAPace: async ({ page: _ }, use) => {
    const made: Pace[] = [];
    await use((...how) => {
      const pace = new Pace(...how);
      made.push(pace);
      return pace;
    });
    for (const pace of made) {
      pace.goOn();
    }
  },
});

export { expect };
