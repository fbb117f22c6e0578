import { finished, startJob } from "./support/job";
import { expect, test } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test(`a finished job prints as a résumé, black on white, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await startJob(page);
    await finished(page);
    const resume = page.getByRole("region", { name: "Result" }).getByRole("article");
    await expect(resume).toBeVisible();
    const words = await resume.innerText();

    await page.emulateMedia({ media: "print", colorScheme });
    await expect(resume).toBeVisible();
    // Everything that is on the paper, and nothing but the résumé.
    expect(await page.locator("body").innerText()).toBe(await resume.innerText());
    expect(squeezed(await resume.innerText())).toBe(squeezed(words));
    for (const name of ["Steps", "Insights", "Changes", "Checks"]) {
      await expect(page.getByRole("region", { name })).toHaveCount(0);
    }
    const colours = await page.evaluate(() => {
      const style = (element: Element) => getComputedStyle(element);
      const printed = [
        ...document.querySelectorAll('[data-print="alone"], [data-print="alone"] *'),
      ];
      return {
        paper: [document.documentElement, document.body].map((one) => style(one).backgroundColor),
        ink: [...new Set(printed.map((one) => style(one).color))],
        ground: [...new Set(printed.map((one) => style(one).backgroundColor))],
        hidden: printed.filter(
          (one) => one.scrollHeight > one.clientHeight + 1 && style(one).overflow !== "visible",
        ),
      };
    });
    expect(colours).toEqual({
      paper: ["rgb(255, 255, 255)", "rgb(255, 255, 255)"],
      ink: ["rgb(0, 0, 0)"],
      ground: ["rgba(0, 0, 0, 0)"],
      hidden: [],
    });
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(1);
    expect(pages.length).toBeLessThanOrEqual(2);
  });
}

test("a page without a résumé prints as it is", async ({ page }) => {
  await page.goto("/");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
});

/** Letters and digits alone: where lines break is another matter on paper. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
