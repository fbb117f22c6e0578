import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, it, vi } from "vitest";
import { firstLoad } from "./first-load.ts";

const MOST_BYTES = 200_000;
const WEB = resolve(import.meta.dirname, "..");
const BUILD_MS = 120_000;

let output: Rolldown.RolldownOutput["output"];

beforeAll(async () => {
  vi.stubEnv("NODE_ENV", "production"); // else the libraries come as for development, twice as large
  const built = await build({ root: WEB, logLevel: "silent", build: { write: false } });
  output = (built as Rolldown.RolldownOutput).output;
}, BUILD_MS);

it("loads at most 200 KB of JavaScript for the start screen", async () => {
  const scripts = [
    {
      name: "color-scheme.js",
      bytes: gzipSync(readFileSync(`${WEB}/public/color-scheme.js`)).length,
    },
    ...(await firstLoad(output, "index.html")),
  ];
  expect(scripts.length).toBeGreaterThan(1);
  const sum = scripts.reduce((total, { bytes }) => total + bytes, 0);
  expect(sum, JSON.stringify(scripts)).toBeLessThanOrEqual(MOST_BYTES);
});

it("loads what shows a job only when there is one", async () => {
  const names = (await firstLoad(output, "index.html")).map(({ name }) => name);
  const later = output.filter((file) => file.type === "chunk" && !file.isEntry);
  expect(
    later.map(({ fileName }) => fileName).some((name) => name.includes("ProcessingScreen")),
  ).toBe(true);
  expect(names.filter((name) => name.includes("ProcessingScreen"))).toEqual([]);
});

it("counts what an entry imports, also through others, and nothing that is imported by a call", async () => {
  const chunk = (fileName: string, imports: string[], isEntry = false) => ({
    type: "chunk",
    fileName,
    imports,
    isEntry,
    facadeModuleId: `/page/${fileName}.html`,
    code: fileName.repeat(1000),
  });
  const chunks = [
    chunk("index", ["a"], true),
    chunk("a", ["b", "a"]),
    chunk("b", []),
    chunk("lazy", ["b"]),
  ];
  const loaded = await firstLoad(
    chunks as unknown as Rolldown.RolldownOutput["output"],
    "index.html",
  );
  expect(loaded.map(({ name }) => name)).toEqual(["index", "a", "b"]);
  expect(loaded.every(({ bytes }) => bytes > 0 && bytes < 1000)).toBe(true);
});
