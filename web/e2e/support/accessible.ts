import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Hold that axe finds nothing wrong with a screen, in both themes. Afterwards the page has the theme that it had. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    // Again, since a colour that changes has the old one in its first frame, however short that is.
    await expect(async () => {
      expect(await wrongWith(page), colorScheme).toEqual([]);
    }).toPass();
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

async function wrongWith(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}
