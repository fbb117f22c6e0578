import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { render } from "../../../test/render";
import { stepOf } from "../../../test/states";
import { layersOf } from "./layers";
import { StepGraph } from "./StepGraph";

const STEPS = [
  stepOf({ step: "ingesting" }),
  stepOf({ step: "analyzing", after: ["ingesting"] }),
  stepOf({ step: "profiling", after: ["ingesting"] }),
  stepOf({ step: "planning", after: ["analyzing", "profiling"] }),
];

function names(steps: Parameters<typeof layersOf>[0]) {
  return layersOf(steps).map((layer) => layer.map(({ step }) => step));
}

describe("layers", () => {
  it("stand side by side where steps wait for the same", () => {
    expect(names(STEPS)).toEqual([["ingesting"], ["analyzing", "profiling"], ["planning"]]);
  });

  it("lose no step, whatever it waits for", () => {
    const odd = [stepOf({ step: "a", after: ["b"] }), stepOf({ step: "b", after: ["gone"] })];
    expect(names(odd)).toEqual([["a", "b"]]);
  });
});

describe("the graph", () => {
  it("waits without a word until the graph is known", () => {
    render(<StepGraph steps={[]} />);
    expect(screen.queryByRole("listitem")).not.toBeInTheDocument();
  });

  it("shows each layer once, with its steps in it", () => {
    render(<StepGraph steps={STEPS} />);
    const layers = screen.getAllByRole("listitem");
    expect(layers).toHaveLength(3);
    expect(within(layers[1] ?? expect.fail()).getByText("Profiling")).toBeInTheDocument();
  });

  it("shows a running step with percentage, milestone, time left and attempt", () => {
    const running = stepOf({
      state: "running",
      pct: 40,
      milestone: "12 requirements compared",
      attempt: 2,
      eta_sec: 2.2,
    });
    render(<StepGraph steps={[running]} />);
    for (const text of ["40 %", "12 requirements compared", "Attempt 2", "about 3 s"]) {
      expect(screen.getByText(text)).toBeInTheDocument();
    }
  });

  it("shows what a finished step did last, and how long it took", () => {
    const ended = stepOf({
      state: "completed",
      pct: 100,
      milestone: "6 changes planned",
      started_at: "2026-11-22T20:00:00.000Z",
      ended_at: "2026-11-22T20:00:01.500Z",
    });
    render(<StepGraph steps={[ended]} />);
    expect(screen.getByText("6 changes planned")).toBeInTheDocument();
    expect(screen.getByText("1.5 s")).toBeInTheDocument();
  });

  it.each([
    ["failed", "failed"],
    ["skipped", "skipped"],
  ] as const)("says in words that a step is %s, whatever it said last", (state, words) => {
    render(<StepGraph steps={[stepOf({ state, milestone: "half done" })]} />);
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(screen.queryByText("half done")).not.toBeInTheDocument();
  });

  it("says of a step that waits what it will do", () => {
    render(<StepGraph steps={[stepOf({})]} />);
    expect(screen.getByText("Matches the two")).toBeInTheDocument();
  });

  it("says to who listens what the ring shows to who sees", () => {
    render(<StepGraph steps={STEPS} />);
    expect(screen.getByText("Planning")).toHaveTextContent(
      "Planning: Waits for Analyzing, Profiling",
    );
    expect(screen.getByText("Ingesting")).toHaveTextContent("Ingesting: waiting");
  });

  it("shows a step that it has no name for under its own", () => {
    render(<StepGraph steps={[stepOf({ step: "salary-check" })]} />);
    expect(screen.getByText("Salary check")).toBeInTheDocument();
  });
});
