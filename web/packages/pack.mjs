/**
 * Packs what other teams take: `npm run pack -- FOLDER` leaves one archive per package in the folder.
 *
 * In this repository the packages are their sources, so that nothing has to be built between a change and its test. Who
 * takes them gets JavaScript and types that any bundler and Node read: each package is built beside the archives, with a
 * manifest whose `exports` name what was built.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const WEB = resolve(import.meta.dirname, "..");
const TSC = join(WEB, "node_modules/typescript/bin/tsc");
/** In the order in which they build on each other. */
const PACKAGES = ["client", "react"];
/** A path of our own without an ending: bundlers find it, Node does not. */
const OWN = /((?:from |import |import\()")(\.\.?\/[^"]+)"/g;

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write("usage: npm run pack -- FOLDER\n");
  process.exit(2);
}
const out = resolve(folder);
for (const name of PACKAGES) {
  pack(name);
}

function pack(name) {
  const source = join(WEB, "packages", name);
  const built = join(out, name);
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  compile(source, built);
  for (const file of globSync("dist/**/*.{js,d.ts}", { cwd: built })) {
    const path = join(built, file);
    writeFileSync(path, readFileSync(path, "utf-8").replace(OWN, '$1$2.js"'));
  }
  const { private: _, ...manifest } = JSON.parse(
    readFileSync(join(source, "package.json"), "utf-8"),
  );
  manifest.exports = { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } };
  manifest.files = ["dist"];
  writeFileSync(join(built, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(source, "README.md"), join(built, "README.md"));
  copyFileSync(join(WEB, "../LICENSE"), join(built, "LICENSE"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", out], {
    cwd: built,
    stdio: "inherit",
  });
}

function compile(source, built) {
  const config = join(built, "tsconfig.json");
  const options = {
    extends: join(WEB, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: join(source, "src"),
      outDir: join(built, "dist"),
      types: [],
      typeRoots: [join(WEB, "node_modules/@types")],
      paths: { "@resume-optimizer/client": [join(out, "client/dist/index.d.ts")] },
    },
    include: [join(source, "src")],
    exclude: [join(source, "src/**/*.test.*")],
  };
  writeFileSync(config, JSON.stringify(options));
  execFileSync(process.execPath, [TSC, "-p", config], { stdio: "inherit" });
  rmSync(config);
}
