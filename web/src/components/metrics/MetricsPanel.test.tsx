import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { MetricsPanel } from "./MetricsPanel";

const point = (value: number) => [{ timestamp: "2026-11-22T20:00:01.000Z", value }];
const STATE = {
  startedAt: "2026-11-22T20:00:00.000Z",
  metrics: { overall_score: 50, readiness: 45, pages: 1, extraction_ms: 34 },
  metricSeries: {
    overall_score: point(50),
    readiness: point(45),
    pages: point(1),
    extraction_ms: point(34),
  },
};

it("is not there while nothing was measured", () => {
  render(<MetricsPanel state={{ startedAt: null, metrics: {}, metricSeries: {} }} />);
  expect(screen.queryByRole("region")).not.toBeInTheDocument();
});

it("draws the scores first, says in words which, and lets single lines be switched off", async () => {
  render(<MetricsPanel state={STATE} />);
  expect(
    await screen.findByRole(
      "img",
      { name: /^Scores over .*: Overall, Readiness$/ },
      { timeout: 20_000 },
    ),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Overall", pressed: true }));
  expect(screen.getByRole("img", { name: /: Readiness$/ })).toBeInTheDocument();
});

it("draws another group when it is asked for, and has every number in words", async () => {
  render(<MetricsPanel state={STATE} />);
  await userEvent.click(screen.getByRole("radio", { name: "Counts" }));
  expect(await screen.findByRole("img", { name: /^Counts over .*: Pages$/ })).toBeInTheDocument();
  expect(screen.getByText("34 ms")).toBeInTheDocument();
});

it("shows numbers alone where nothing can be drawn", () => {
  const series = { extraction_ms: point(34) };
  render(
    <MetricsPanel state={{ ...STATE, metrics: { extraction_ms: 34 }, metricSeries: series }} />,
  );
  expect(screen.getByText("34 ms")).toBeInTheDocument();
  expect(screen.queryByRole("radio")).not.toBeInTheDocument();
});

it("draws nothing that nobody sees, and what it missed once it is in sight", async () => {
  const told: ((seen: boolean) => void)[] = [];
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
      observe() {
        told.push((isIntersecting) => this.tell([{ isIntersecting }]));
      }
      disconnect() {}
    },
  );
  const see = (seen: boolean) => act(() => told.at(-1)?.(seen));
  const { rerender } = render(<MetricsPanel state={STATE} />);
  see(false);
  expect(screen.queryByRole("img")).not.toBeInTheDocument();
  see(true);
  expect(await screen.findByRole("img", { name: /: Overall, Readiness$/ })).toBeInTheDocument();
  see(false);
  const more = { ...STATE.metricSeries, match_score_before: point(61) };
  rerender(<MetricsPanel state={{ ...STATE, metricSeries: more }} />);
  expect(screen.getByRole("img", { name: /: Overall, Readiness$/ })).toBeInTheDocument();
  see(true);
  expect(await screen.findByRole("img", { name: /Match/ })).toBeInTheDocument();
});
