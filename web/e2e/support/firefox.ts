import { type Browser, launch } from "puppeteer-core";

/**
 * Start Firefox, spoken to by WebDriver BiDi; `./justw test browser` finds or installs it, and says where in `FIREFOX`.
 *
 * @param downloads The folder that gets what is downloaded.
 */
export function firefox(downloads: string): Promise<Browser> {
  const executablePath = process.env.FIREFOX;
  if (!executablePath) {
    throw new Error("no Firefox: set FIREFOX to its path, or run `./justw test browser`");
  }
  return launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.always_ask_before_handling_new_types": false,
    },
  });
}
