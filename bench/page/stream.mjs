/**
 * One round: the built page in Chromium, and a long job told to it at a steady pace.
 *
 *     node stream.mjs EVENTS PER_SECOND LOG     (CHROMIUM names the browser)
 *
 * LOG is a file into which the events are written that were told, a line each. What was measured is printed as JSON:
 * figures, and the state that the page holds at the end.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { longJob } from "../../web/test/long-job.ts";
import { open } from "./browser.mjs";
import { probe } from "./probe.mjs";
import { serve } from "./serve.mjs";

const WEB = resolve(import.meta.dirname, "../../web");
const MEMORY_MS = 250;
const MB = 2 ** 20;

const [events, perSecond] = process.argv.slice(2, 4).map(Number);
const recorded = JSON.parse(await readFile(`${WEB}/test/recorded-job.json`, "utf8"));
const lines = longJob(recorded, events, 1000 / perSecond);
await writeFile(process.argv[4], lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
const frames = lines.map(({ seq, event }) => `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`);

const server = await serve(`${WEB}/dist`, frames, perSecond);
const browser = await open();
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluateOnNewDocument(probe);
  await page.goto(`http://127.0.0.1:${server.port}/jobs/${lines[0].event.job_id}#token=none`);
  await server.opened;
  await page.waitForFunction(() => window.noted.state?.connection.phase === "live");
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => new Promise((done) => requestIdleCallback(() => done(true))));

  const begin = await page.evaluate(() => performance.now());
  const memory = [];
  const sampling = setInterval(async () => {
    const at = performance.now();
    memory.push({ at, bytes: (await page.metrics()).JSHeapUsedSize });
  }, MEMORY_MS);
  const began = performance.now();
  await server.tell();
  await page.waitForFunction(() => window.noted.state.finishedAt !== null);
  clearInterval(sampling);
  const ended = performance.now();
  const noted = await page.evaluate(() => window.noted);
  console.log(JSON.stringify({ figures: figures(noted, begin, memory, began, ended), state: noted.state }));
} finally {
  await browser.close();
  server.close();
}

function figures(noted, begin, memory, began, ended) {
  const seconds = (ended - began) / 1000;
  const during = (times) => times.filter((time) => time >= begin);
  const long = noted.longTasks.filter(({ startTime }) => startTime >= begin);
  const renders = during(noted.renders);
  // What the collector leaves is what is kept: the least of a fifth of the time, of the second one and of the last.
  const fifth = (index) => {
    const [from, to] = [began + ((ended - began) * index) / 5, began + ((ended - began) * (index + 1)) / 5];
    return Math.min(...memory.filter(({ at }) => at >= from && at < to).map(({ bytes }) => bytes));
  };
  return {
    told_per_sec: events / seconds,
    renders_per_sec: renders.length / seconds,
    renders_in_a_second: most(renders),
    commits_per_sec: during(noted.commits).length / seconds,
    long_tasks: long.length,
    longest_task_ms: Math.max(0, ...long.map(({ duration }) => duration)),
    memory_mb: fifth(4) / MB,
    memory_growth_mb: (fifth(4) - fifth(1)) / MB,
  };
}

/** The most of these moments that lie within any second. */
function most(times) {
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));
}
