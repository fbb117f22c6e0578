import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { forgetDocuments } from "../../services/documents";
import { MatchScore } from "./MatchScore";
import { numbersOf, scoresOf } from "./metrics";

const JOB = { jobId: "11111111-2222-4333-8444-555555555555", token: "t" };

afterEach(() => forgetDocuments(JOB)); // each test has another document behind the same ref

describe("the match score", () => {
  it("says when it will come", () => {
    render(<MatchScore job={JOB} state={{ metrics: {}, artifacts: {} }} />);
    expect(screen.getByText(/when the requirements have been matched/)).toBeInTheDocument();
  });

  it("shows the score before as soon as it is known", () => {
    render(
      <MatchScore job={JOB} state={{ metrics: { match_score_before: 61.4 }, artifacts: {} }} />,
    );
    expect(screen.getByText("61.4")).toBeInTheDocument();
    expect(screen.queryByText("after")).not.toBeInTheDocument();
  });

  it("shows before, after and the difference", () => {
    render(
      <MatchScore
        job={JOB}
        state={{
          metrics: { match_score_before: 61.4, match_score_after: 68.9, match_lift: 7.5 },
          artifacts: {},
        }}
      />,
    );
    expect(screen.getByText("68.9")).toBeInTheDocument();
    expect(screen.getByText("+7.5")).toBeInTheDocument();
  });

  it("says that nothing was to be gained, where the score stands", () => {
    render(
      <MatchScore
        job={JOB}
        state={{ metrics: { match_score_before: 80, match_score_after: 80 }, artifacts: {} }}
      />,
    );
    expect(screen.getByText(/score stands/)).toBeInTheDocument();
  });
});

describe("its parts", () => {
  const validation = {
    match_before: { value: 61, parts: { requirements_match: 50, title_match: 100 } },
    match_after: { value: 69, parts: { requirements_match: 62.5, title_match: 100, tone: 3 } },
  };
  const done = { metrics: { match_score_after: 69 }, artifacts: { validation: "j.validation.1" } };

  it("are shown before and after once the job has told them, unknown ones by their own name", async () => {
    const server = answering({ "artifacts?ref=j.validation.1": () => json(200, validation) });
    vi.stubGlobal("fetch", server.fetch);
    render(<MatchScore job={JOB} state={done} />);
    const parts = await screen.findByLabelText("What the match is made of");
    const said = [...parts.children].map((row) => row.textContent);
    expect(said).toEqual(["Requirements met50 → 62.5", "Title100", "Tone3"]);
  });

  it("are left out where they cannot be had: the scores stand by themselves", async () => {
    const server = answering({});
    vi.stubGlobal("fetch", server.fetch);
    render(<MatchScore job={JOB} state={done} />);
    await vi.waitFor(() => expect(server.asked).toHaveLength(1));
    expect(screen.getByText("69")).toBeInTheDocument();
    expect(screen.queryByLabelText("What the match is made of")).not.toBeInTheDocument();
  });
});

describe("metrics", () => {
  const metrics = {
    pages: 1,
    overall_score: 78,
    keyword_coverage_before: 58,
    round_trip_ok: 1,
    extraction_ms: 34,
    acme_fit: 0.5,
  };

  it("are told apart by the catalogue: scores are parts, the rest are numbers, unknown ones the last", () => {
    expect(scoresOf(metrics).map(({ label }) => label)).toEqual(["Overall"]);
    expect(numbersOf(metrics).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Reading time: 34 ms",
      "Keyword coverage before: 58 %",
      "Pages: 1",
      "Reads back: Yes",
      "Acme fit: 0.5",
    ]);
  });
});
