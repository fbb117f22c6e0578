import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./e2e/support/chromium";
import { sharedPlace, sharedSystem, urlOf } from "./e2e/support/system";

// A system that runs already is used as it is, where somebody says how it is reached; else one is started, and ended.
const runsAlready = process.env.E2E_PLACE !== undefined;
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  // A machine that has more to do than this takes its time: whoever waits is told at once when what is awaited is there.
  timeout: 240_000,
  expect: { timeout: 60_000, toPass: { timeout: 60_000 } },
  reporter: [["list"]],
  ...(runsAlready ? {} : { webServer: sharedSystem() }),
  use: {
    baseURL: urlOf(sharedPlace()),
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
  projects: [
    { name: "chromium", testIgnore: "screenshots/**" },
    {
      name: "screenshots",
      testMatch: "screenshots/*.spec.ts",
      // One after the other, and patiently: what is wanted is the picture, not a verdict.
      workers: 1,
      timeout: 300_000,
      expect: { timeout: 120_000 },
    },
  ],
});
