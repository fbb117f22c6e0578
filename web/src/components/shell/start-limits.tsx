import { createContext, type ReactNode, useContext } from "react";
import { useLoaded } from "../../lib/use-loaded";
import { fetchLimits, LIMITS_UNTIL_TOLD, type StartLimits } from "../../services/limits";

const Limits = createContext<StartLimits>(LIMITS_UNTIL_TOLD);

/** Asks the gateway once what it takes and how long it keeps jobs, for every screen. */
export function StartLimitsProvider({ children }: { readonly children: ReactNode }) {
  const limits = useLoaded(fetchLimits, []);
  return <Limits value={limits.value ?? LIMITS_UNTIL_TOLD}>{children}</Limits>;
}

export function useStartLimits(): StartLimits {
  return useContext(Limits);
}
