import { useEffect, useState } from "react";

/** Give none of the parts, then the first, the first two, and so on to all of them: one more in each task. */
export function useStages<T>(parts: readonly T[]): readonly T[] {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (count === parts.length) {
      return undefined;
    }
    const timer = setTimeout(() => setCount(count + 1), 0);
    return () => clearTimeout(timer);
  }, [count, parts.length]);
  return parts.slice(0, count);
}
