// Usage: node validate-asyncapi.mjs FILE…
// Prints what the AsyncAPI parser has to say about each document, and ends with 1 where one is not valid.

import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const SEVERITIES = ["error", "warning", "information", "hint"];
const WARNING = SEVERITIES.indexOf("warning");

for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  const found = diagnostics.filter(({ severity }) => severity <= WARNING);
  for (const { severity, path, message } of found) {
    console.log(`${file}: ${SEVERITIES[severity]} at ${path.join(".") || "the root"}: ${message}`);
  }
  if (document !== undefined && found.length === 0) {
    const { length: channels } = document.channels().all();
    const { length: operations } = document.operations().all();
    console.log(`${file}: valid, ${channels} channels, ${operations} operations`);
  } else {
    process.exitCode = 1;
  }
}
