import type { Browser, Page } from "@playwright/test";

/** A page of a browser that knows nothing of the others: no cookie, nothing stored. */
export async function somebodyElse(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  return context.newPage();
}
