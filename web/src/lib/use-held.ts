import { useState } from "react";

/** The newest value that there was: what is shown stays until there is something to show in its place. */
export function useHeld<T>(value: T | undefined): T | undefined {
  const [held, hold] = useState(value);
  if (value !== undefined && value !== held) {
    hold(value);
    return value;
  }
  return held;
}
