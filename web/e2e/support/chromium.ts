import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Find Chromium: `CHROMIUM`, else one on PATH. Playwright's own download is not used. */
export function chromiumPath(): string {
  const given = process.env.CHROMIUM;
  if (given) {
    return given;
  }
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error(
    "no Chromium: set CHROMIUM to its path, put it on PATH, or run `./justw test browser` as root on Debian",
  );
}
