/** The browser that everything here is measured in. */
import { launch } from "puppeteer-core";

/**
 * Open one, of the program that `CHROMIUM` names, with a profile of its own.
 *
 * @returns {Promise<import("puppeteer-core").Browser>}
 */
export function open() {
  return launch({
    executablePath: process.env.CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
