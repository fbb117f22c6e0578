import { MantineProvider } from "@mantine/core";
import { lazy, Suspense } from "react";
import { ErrorBoundary } from "react-error-boundary"; // React has them as classes only; this is its field's
import { Broken } from "./components/shell/Broken";
import { Shell } from "./components/shell/Shell";
import { StartLimitsProvider } from "./components/shell/start-limits";
import { UnknownPlace } from "./components/shell/UnknownPlace";
import { StartScreen } from "./components/start/StartScreen";
import { usePlace } from "./routing/location";
import { theme } from "./theme/theme";
import { variables } from "./theme/variables";

// The start screen must be there at once; what follows a job loads while people fill it in.
const loadProcessing = () => import("./components/processing/ProcessingScreen");
const ProcessingScreen = lazy(loadProcessing);

export function App() {
  const place = usePlace();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <StartLimitsProvider>
        <Shell place={place.screen}>
          <ErrorBoundary FallbackComponent={Broken} resetKeys={[place.screen]}>
            {place.screen === "start" && <StartScreen onBegun={preload} />}
            {place.screen === "unknown" && <UnknownPlace />}
            {place.screen === "job" && (
              <Suspense>
                <ProcessingScreen
                  key={place.jobId}
                  jobId={place.jobId}
                  token={place.token}
                  debug={place.debug}
                />
              </Suspense>
            )}
          </ErrorBoundary>
        </Shell>
      </StartLimitsProvider>
    </MantineProvider>
  );
}

function preload(): void {
  loadProcessing().catch(() => undefined); // it is asked for again when it is needed, and missed then
}
