import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json, ScriptedEventSource } from "../../../test/scripted";
import { answering, stateOf } from "../../../test/states";
import { recentJobs, rememberJob } from "../../services/recent-jobs";
import { Masthead } from "./Masthead";
import ProcessingScreen from "./ProcessingScreen";

describe("the masthead", () => {
  it.each([
    ["running", "Tailoring your résumé"],
    ["completed", "Your résumé is ready"],
    ["failed", "The job could not be finished"],
    ["canceled", "The job was canceled"],
  ] as const)("says that a job is %s", (status, title) => {
    render(
      <Masthead
        state={stateOf({ status, progress: 42, durationMs: 4321, reason: "because", revision: 2 })}
      />,
    );
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent(title);
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "42");
    expect(screen.getByText("Took 4.3 s")).toBeInTheDocument();
    expect(screen.getByText("because")).toBeInTheDocument();
    expect(screen.getByText("Revision 2")).toBeInTheDocument();
  });

  it("counts the seconds of a job that runs", () => {
    const startedAt = new Date(Date.now() - 7400).toISOString();
    render(<Masthead state={stateOf({ status: "running", startedAt })} />);
    expect(screen.getByText("Running for 7 s")).toBeInTheDocument();
  });

  it("counts no further where nothing is heard of the job any more", () => {
    const { connection } = stateOf({});
    render(
      <Masthead
        state={stateOf({
          status: "running",
          startedAt: "2026-11-22T20:00:00.000Z",
          connection: { ...connection, phase: "failed" },
        })}
      />,
    );
    expect(screen.queryByText(/Running for/)).not.toBeInTheDocument();
  });
});

describe("a job's screen", () => {
  beforeEach(() => {
    ScriptedEventSource.opened = [];
    vi.stubGlobal("EventSource", ScriptedEventSource);
  });

  it("says why a job cannot be followed, in words and with a way out", async () => {
    rememberJob("11111111-2222-4333-8444-555555555555", 1);
    vi.stubGlobal("fetch", answering({ snapshot: () => json(404, { code: "no_such_job" }) }).fetch);
    render(<ProcessingScreen jobId="11111111-2222-4333-8444-555555555555" token="t" />);
    ScriptedEventSource.last.giveUp();
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such job.");
    expect(screen.getByRole("link")).toHaveAttribute("href", "/");
    expect(recentJobs()).toEqual([]);
  });

  it("tells its progress in the title", async () => {
    render(<ProcessingScreen jobId="11111111-2222-4333-8444-555555555555" token="t" />);
    const stream = ScriptedEventSource.last;
    stream.open();
    const envelope = { timestamp: "2026-11-22T20:00:00.000Z", job_id: "x" };
    const graph = [{ step: "ingesting" }];
    stream.send(1, {
      ...envelope,
      id: "1.0",
      type: "job_status",
      data: { status: "running", revision: 1, graph },
    });
    stream.send(2, {
      ...envelope,
      id: "1.1",
      type: "step_progress",
      data: { step: "ingesting", pct: 30, state: "running", attempt: 1 },
    });
    await vi.waitFor(() => expect(document.title).toBe("30 % · Resume Optimizer"));
  });
});
