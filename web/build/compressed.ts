import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Text shrinks to a quarter; fonts and pictures are compressed as they are. */
const TEXT: ReadonlySet<string> = new Set([".css", ".html", ".js", ".json", ".svg", ".txt"]);
/** What fits into one packet gains nothing. */
const LEAST_BYTES = 1024;
/** The best quality takes twenty times as long as the second best for a tenth less: not worth it for what few ask for. */
const BEST_UP_TO_BYTES = 1_000_000;
const SECOND_BEST = 9;

const FORMS: Readonly<Record<string, (content: Buffer) => Promise<Buffer>>> = {
  ".br": (content) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]:
          content.length > BEST_UP_TO_BYTES ? SECOND_BEST : constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  ".gz": (content) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
};

/** Lay a Brotli and a gzip form beside each text of the built page: compressed once and well, for every answer. */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    async writeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter((name) => TEXT.has(extname(name))).map(layForms));
    },
  };

  async function layForms(name: string): Promise<void> {
    const file = join(folder, name);
    const content = await readFile(file);
    if (content.length < LEAST_BYTES) {
      return;
    }
    for (const [suffix, compress] of Object.entries(FORMS)) {
      await writeFile(file + suffix, await compress(content));
    }
  }
}
