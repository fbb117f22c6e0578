import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { goOn, startSample } from "./sample";
import { slowMotion } from "./slow-motion";

/** `./justw pictures`: the frames of the README's recording, of a real job from its start to its result. */

const FOLDER = process.env.FRAMES ?? "test-results/frames";
const FRAME_MS = 140;
const READ_MS = 1500;
const LOOK_MS = 3000;

test("frames of a job", async ({ browser, baseURL }) => {
  const slow = await slowMotion(baseURL ?? "");
  const context = await browser.newContext({
    baseURL: slow.url,
    colorScheme: "light",
    viewport: { width: 1120, height: 760 },
  });
  const page = await context.newPage();
  const film = await filming(page);
  await page.goto("/");
  await page.evaluate(() => document.fonts.ready);
  await film.take(READ_MS);
  await startSample(page, () => film.take(READ_MS));

  const over = page.getByRole("heading", { level: 1, name: "Your résumé is ready" });
  await goOn(page, slow, over, () => film.take(FRAME_MS));
  const result = page.getByRole("region", { name: "Result" });
  await expect(result.getByRole("article")).toBeVisible();
  await film.take(LOOK_MS);
  for (const name of ["Result", "Changes"]) {
    await page
      .getByRole("region", { name })
      .evaluate((region) => region.scrollIntoView({ block: "start" }));
    await film.take(LOOK_MS);
  }
  await film.close();
  await context.close();
  slow.close();
});

/** Screenshots, each with the time for which it is to be seen. */
async function filming(page: Page) {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const shown: number[] = [];
  return {
    async take(shownMs: number): Promise<void> {
      const name = `${String(shown.push(shownMs)).padStart(4, "0")}.png`;
      await page.screenshot({ path: join(FOLDER, name) });
    },
    close: () => writeFile(join(FOLDER, "shown-ms.json"), JSON.stringify(shown)),
  };
}
