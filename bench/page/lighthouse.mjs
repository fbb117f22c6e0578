/**
 * One look of Lighthouse at a page.
 *
 *     node lighthouse.mjs desktop|mobile URL     (CHROMIUM names the browser)
 *
 * Prints as JSON the scores (0 to 100) of its categories, its main times, and which checks were not passed.
 */
import lighthouse, { desktopConfig } from "lighthouse";
import { open } from "./browser.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const TRIES = 3;
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"];

/** Look until Lighthouse has seen all that it needs: now and then it misses the beginning, and asks to be run again. */
async function look(once) {
  for (let left = TRIES; ; left -= 1) {
    const result = await once();
    const { runtimeError } = result.lhr;
    if (!runtimeError) {
      return result;
    }
    if (left === 1) {
      throw new Error(runtimeError.message);
    }
    console.error(`looked in vain: ${runtimeError.code}`);
  }
}

const [form, url] = process.argv.slice(2);
const browser = await open();
try {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const flags = { port, logLevel: "error", onlyCategories: CATEGORIES };
  const { lhr } = await look(() => lighthouse(url, flags, form === "desktop" ? desktopConfig : undefined));
  const scores = CATEGORIES.map((name) => [name, Math.round(100 * lhr.categories[name].score)]);
  const times = TIMES.map((name) => [name, lhr.audits[name].numericValue]);
  const failed = CATEGORIES.slice(1).flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => id),
  );
  console.log(JSON.stringify({ scores: Object.fromEntries([...scores, ...times]), failed }));
} finally {
  await browser.close();
}
