import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: "es2023",
    sourcemap: false,
    // Two documents: the page, and the reference of the HTTP API, whose viewer nobody else has to load.
    rolldownOptions: {
      input: ["index.html", "schema.html"],
      checks: { bundlerTimings: false }, // compressing takes its time, and is meant to
    },
    // The viewer of the API is one chunk of 1.5 MB; what the page loads is held to a bar by a test.
    chunkSizeWarningLimit: 1600,
  },
  server: {
    // `npm run dev` beside a running gateway: GATEWAY=http://127.0.0.1:PORT
    proxy: process.env.GATEWAY ? { "/api": process.env.GATEWAY } : {},
  },
  test: {
    restoreMocks: true,
    // What renders needs a document; everything else starts in a tenth of the time without one.
    projects: [
      {
        extends: true,
        test: {
          name: "plain",
          environment: "node",
          include: ["{src,packages,build}/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "rendered",
          environment: "jsdom",
          setupFiles: ["test/setup.ts"],
          include: ["{src,packages}/**/*.test.tsx"],
          css: { modules: { classNameStrategy: "non-scoped" } },
        },
      },
    ],
  },
});
