import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { render } from "../../../test/render";
import { MatchScore } from "./MatchScore";
import { numbersOf, scoresOf } from "./metrics";
import { Numbers } from "./Numbers";

describe("the match score", () => {
  it("says when it will come", () => {
    render(<MatchScore metrics={{}} />);
    expect(screen.getByText(/when the requirements have been matched/)).toBeInTheDocument();
  });

  it("shows the score before as soon as it is known", () => {
    render(<MatchScore metrics={{ match_score_before: 61.4 }} />);
    expect(screen.getByText("61.4")).toBeInTheDocument();
    expect(screen.queryByText("after")).not.toBeInTheDocument();
  });

  it("shows before, after and the difference", () => {
    render(
      <MatchScore
        metrics={{ match_score_before: 61.4, match_score_after: 68.9, match_lift: 7.5 }}
      />,
    );
    expect(screen.getByText("68.9")).toBeInTheDocument();
    expect(screen.getByText("+7.5")).toBeInTheDocument();
  });

  it("says that nothing was to be gained, where the score stands", () => {
    render(<MatchScore metrics={{ match_score_before: 80, match_score_after: 80 }} />);
    expect(screen.getByText(/score stands/)).toBeInTheDocument();
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

  it("have no panel while there are none", () => {
    render(<Numbers metrics={{ match_score_before: 3 }} />);
    expect(screen.queryByRole("region")).not.toBeInTheDocument();
  });
});
