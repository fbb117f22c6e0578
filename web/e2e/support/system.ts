import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const READY_MS = 120_000;
const STOP_MS = 20_000;

/** How Playwright starts the whole system for itself: as `./justw up` does, with ports and a folder of its own. */
export function systemOfOurOwn() {
  const port = process.env.E2E_PORT ?? freePort();
  process.env.E2E_PORT = port; // Playwright reads its configuration once more in each worker
  const url = `http://127.0.0.1:${port}`;
  return {
    baseURL: url,
    url: `${url}/health/ready`,
    // `exec`: Playwright ends the process group of its shell, and the supervisor leads a group of its own.
    command: "exec ./justw up",
    cwd: resolve(import.meta.dirname, "../../.."),
    env: { PORT: port, NATS_PORT: freePort(), DATA_DIR: dataFolder() },
    timeout: READY_MS,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: STOP_MS },
    stdout: "ignore" as const,
    stderr: "pipe" as const,
  };
}

function freePort(): string {
  const ask =
    'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })';
  return execFileSync(process.execPath, ["-e", ask], { encoding: "utf8" }).trim();
}

/** Made once, by the process that starts the system, and gone with it. */
function dataFolder(): string {
  const known = process.env.E2E_DATA_DIR;
  if (known) {
    return known;
  }
  const folder = mkdtempSync(join(tmpdir(), "resume-optimizer-e2e-"));
  process.env.E2E_DATA_DIR = folder;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
