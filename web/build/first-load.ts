import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Rolldown } from "vite";

/** A script that a document loads before anything is asked for, and its bytes when it is sent by gzip. */
export interface Loaded {
  readonly name: string;
  readonly bytes: number;
}

type Built = Rolldown.RolldownOutput["output"];

/**
 * List the scripts of a document's first load: its entry, and all that this imports, however far away. What is imported
 * by a call (`import("…")`) is loaded later, and left out.
 *
 * By gzip and not by Brotli, which browsers take over TLS only: this is what the slowest of them waits for.
 */
export async function firstLoad(built: Built, document: string): Promise<readonly Loaded[]> {
  const chunks = built.filter((file) => file.type === "chunk");
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find(
    ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith(document),
  );
  const loaded = new Set(entry ? [entry] : []);
  for (const chunk of loaded) {
    for (const name of chunk.imports) {
      const imported = byName.get(name);
      if (imported) {
        loaded.add(imported);
      }
    }
  }
  return Promise.all(
    [...loaded].map(async ({ fileName, code }) => ({
      name: fileName,
      bytes: (await promisify(gzip)(code)).length,
    })),
  );
}
