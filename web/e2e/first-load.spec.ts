import { expect, test } from "./support/test";

const MOST_BYTES = 200_000;

test("the start screen loads at most 200 KB of scripts over the wire, compressed, and once", async ({
  page,
}) => {
  await page.goto("/", { waitUntil: "load" });
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
      .map((entry) => entry as PerformanceResourceTiming)
      .map(({ name, transferSize, encodedBodySize, decodedBodySize }) => ({
        name,
        transferSize,
        encodedBodySize,
        decodedBodySize,
      })),
  );
  expect(scripts.length).toBeGreaterThan(1);
  const sum = scripts.reduce((total, { transferSize }) => total + transferSize, 0);
  expect(sum, JSON.stringify(scripts)).toBeLessThanOrEqual(MOST_BYTES);
  for (const { name, encodedBodySize, decodedBodySize } of scripts) {
    if (decodedBodySize > 10_000) {
      expect(encodedBodySize, name).toBeLessThan(decodedBodySize / 2);
    }
  }

  // Again: what has its content in its name is not even asked for.
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/?again", { waitUntil: "load" });
  const fromCache = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry.name.includes("/assets/"))
      .every((entry) => (entry as PerformanceResourceTiming).transferSize === 0),
  );
  expect(asked).toContain("/");
  expect(fromCache).toBe(true);
});
