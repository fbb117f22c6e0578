/** All that tests in a browser's types need of Node: its types in whole would change those of the page's timers. */
declare module "node:module" {
  export function createRequire(from: URL): (id: string) => unknown;
}
