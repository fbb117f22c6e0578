import { useEffect, useState } from "react";

/** The time in milliseconds, renewed each second, or as often as is said, while it is wanted. */
export function useNow(wanted: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!wanted) {
      return;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [wanted, everyMs]);
  return now;
}
