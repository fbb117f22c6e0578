import { type DependencyList, useCallback, useEffect, useState } from "react";

export type Loaded<T> =
  | { readonly state: "idle" | "loading" | "failed"; readonly value?: undefined }
  | { readonly state: "ready"; readonly value: T };

/**
 * Load something for as long as the component shows it.
 *
 * @param load Null where it is not wanted yet.
 * @param key Names what is loaded: another key is loaded anew.
 */
export function useLoaded<T>(
  load: (() => Promise<T>) | null,
  key: DependencyList,
): Loaded<T> & { retry(): void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "idle" });
  const [tries, setTries] = useState(0);
  const wanted = load !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what `load` loads; the function is new each time
  useEffect(() => {
    if (load === null) {
      setLoaded({ state: "idle" });
      return;
    }
    let current = true;
    setLoaded({ state: "loading" });
    load().then(
      (value) => current && setLoaded({ state: "ready", value }),
      () => current && setLoaded({ state: "failed" }),
    );
    return () => {
      current = false;
    };
  }, [wanted, tries, ...key]);

  const retry = useCallback(() => setTries((before) => before + 1), []);
  return { ...loaded, retry };
}
