import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const READY_MS = 120_000;
const STOP_MS = 20_000;
const ROOT = resolve(import.meta.dirname, "../../..");
const PYTHON = join(ROOT, ".venv/bin/python");

/** Where everybody who makes a system or uses one finds it: Playwright reads its configuration again in each worker. */
export interface Place {
  readonly port: string;
  readonly natsPort: string;
  readonly dataDir: string;
  /** The folder in which tests say how jobs go: `tests/support/page/agents.py`. */
  readonly pace: string;
}

/** The system that all tests share but those that take it apart. */
export function sharedPlace(): Place {
  process.env.E2E_PLACE ??= JSON.stringify(placeOfItsOwn());
  return JSON.parse(process.env.E2E_PLACE) as Place;
}

/** How Playwright starts the shared system: as `./justw up` does, with ports and a folder of its own. */
export function sharedSystem() {
  const place = sharedPlace();
  return {
    url: `${urlOf(place)}/health/ready`,
    // `exec`: Playwright ends the process group of its shell, and the supervisor leads a group of its own.
    command: `python3 deploy/local/prepare.py && exec ${PYTHON} -m tests.support.page`,
    cwd: ROOT,
    env: settingsOf(place),
    timeout: READY_MS,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: STOP_MS },
    stdout: "ignore" as const,
    stderr: "pipe" as const,
  };
}

export function urlOf({ port }: Place): string {
  return `http://127.0.0.1:${port}`;
}

/** A running program of ours, with what stops it. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** A system that a test may take apart. */
export interface Breakable extends Running {
  /** Kill the service that has the word in its command line. Whoever supervises it starts it again. */
  kill(word: "gateway" | "nats-server"): void;
  /** Erase the jobs whose time will be over in so many seconds. */
  sweepAhead(seconds: number): void;
}

export async function breakableSystem(): Promise<Breakable> {
  const place = placeOfItsOwn(sharedPlace().pace);
  const program = await run(["-m", "tests.support.page"], settingsOf(place), /ready: http/);
  const call = (...words: string[]) =>
    execFileSync(PYTHON, ["-m", ...words], { cwd: ROOT, env: environment(settingsOf(place)) });
  return {
    url: urlOf(place),
    kill: (word) => call("tests.support.page.kill", String(program.pid), word),
    sweepAhead: (seconds) => call("tests.support.page.sweep_ahead", String(seconds)),
    stop: async () => {
      await program.stop();
      rmSync(place.dataDir, { recursive: true, force: true });
    },
  };
}

/** A gateway whose clock a test may set. */
export interface GatewayAhead extends Running {
  /** Set its clock ahead by so many seconds. */
  setAhead(seconds: number): void;
}

/** One more gateway of the shared system, whose clock is ahead. */
export async function gatewayAhead(seconds: number): Promise<GatewayAhead> {
  const shared = sharedPlace();
  const port = freePort();
  const settings = {
    ...settingsOf(shared),
    PORT: port,
    TOKEN_KEYS: join(shared.dataDir, "token-keys"),
    STATIC_DIR: join(ROOT, "web/dist"),
    LOG_FORMAT: "json",
  };
  const words = ["-m", "tests.support.page.gateway_ahead", String(seconds)];
  const program = await run(words, settings, /"listening"/);
  return {
    url: `http://127.0.0.1:${port}`,
    setAhead: (ahead) => program.tell(String(ahead)),
    stop: program.stop,
  };
}

async function run(words: string[], settings: Record<string, string>, ready: RegExp) {
  const said: string[] = [];
  const child = spawn(PYTHON, words, {
    cwd: ROOT,
    env: environment(settings),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  process.once("exit", () => child.kill());
  const isReady = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        if (ready.test(line)) {
          resolve();
        }
      });
    }
    void ended.then(() => reject(new Error(`it did not get ready:\n${said.join("\n")}`)));
  });
  await isReady;
  return {
    pid: child.pid,
    tell: (line: string) => child.stdin.write(`${line}\n`),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...settings };
}

function settingsOf({ port, natsPort, dataDir, pace }: Place): Record<string, string> {
  return {
    PORT: port,
    NATS_PORT: natsPort,
    NATS_URL: `nats://127.0.0.1:${natsPort}`,
    DATA_DIR: dataDir,
    PACE: pace,
  };
}

/** Made once, by the process that starts the system, and gone with it. */
function placeOfItsOwn(pace?: string): Place {
  const dataDir = mkdtempSync(join(tmpdir(), "resume-optimizer-e2e-"));
  process.on("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  if (pace === undefined) {
    mkdirSync(join(dataDir, "pace"));
  }
  return { port: freePort(), natsPort: freePort(), dataDir, pace: pace ?? join(dataDir, "pace") };
}

function freePort(): string {
  const ask =
    'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { process.stdout.write(String(s.address().port)); s.close(); })';
  return execFileSync(process.execPath, ["-e", ask], { encoding: "utf8" });
}
