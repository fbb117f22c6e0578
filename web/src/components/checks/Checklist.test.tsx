import { RULE_TITLES } from "@resume-optimizer/client";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { render } from "../../../test/render";
import { verdictOf } from "../../../test/states";
import { Checklist } from "./Checklist";
import { checksOf, isTelling } from "./rules";

const VERDICTS = [
  verdictOf("DAT-03", "before", "warn", { severity: "minor" }),
  verdictOf("DAT-03", "after", "pass", { severity: "minor" }),
  verdictOf("WRD-02", "after", "warn", {
    severity: "minor",
    message: "Add outcomes if they are true.",
  }),
  verdictOf("FAB-01", "after", "pass", { severity: "critical" }),
  verdictOf("INJ-01", "after", "n/a"),
  verdictOf("STR-01", "before", "pass"),
];

describe("checks", () => {
  it("are grouped by severity, the worst first, with the newest verdict", () => {
    const groups = checksOf(VERDICTS);
    expect(groups.map(({ severity, passed, judged }) => `${severity} ${passed}/${judged}`)).toEqual(
      ["critical 1/1", "major 1/1", "minor 1/2"],
    );
    expect(groups[2]?.checks.map(({ rule, status }) => `${rule} ${status}`)).toEqual([
      "WRD-02 warn",
      "DAT-03 pass",
    ]);
  });

  it("need words where they are not met or have changed", () => {
    const telling = checksOf(VERDICTS).flatMap(({ checks }) =>
      checks.filter(isTelling).map(({ rule }) => rule),
    );
    expect(telling).toEqual(["WRD-02", "DAT-03"]);
  });
});

describe("the checklist", () => {
  it("says what will be checked while there is no verdict", () => {
    render(<Checklist validations={[]} ended={false} />);
    expect(screen.getByText(/before and after/)).toBeInTheDocument();
  });

  it("tells in words what is not met, what to do, and what was before", () => {
    render(<Checklist validations={VERDICTS} ended={false} />);
    expect(screen.getByText("Add outcomes if they are true.")).toBeInTheDocument();
    expect(screen.getByText("before: warning")).toBeInTheDocument();
    expect(screen.getByText("3 of 4")).toBeInTheDocument();
  });

  it("fills: the rules of the catalogue that have no verdict yet are places to come", () => {
    const { rerender } = render(<Checklist validations={[]} ended={false} />);
    expect(screen.getByText("34 rules to come")).toBeInTheDocument();
    rerender(<Checklist validations={VERDICTS} ended={false} />);
    expect(screen.getByText("29 rules to come")).toBeInTheDocument();
    rerender(<Checklist validations={VERDICTS} ended />);
    expect(screen.getByText("29 rules were not run")).toBeInTheDocument();
    const all = Object.keys(RULE_TITLES).map((rule) => verdictOf(rule, "after", "pass"));
    rerender(<Checklist validations={all} ended />);
    expect(screen.getByText("34 of 34", { selector: "div" })).toBeInTheDocument();
    expect(screen.queryByText(/not run|to come/)).not.toBeInTheDocument();
  });

  it("counts each severity before and after", () => {
    render(<Checklist validations={VERDICTS} ended={false} />);
    const minor = screen.getByRole("heading", { name: /Minor/ });
    expect(minor).toHaveTextContent("0 of 1 before");
    expect(minor).toHaveTextContent("1 of 2");
  });

  it("shows the rest of a group by one click", async () => {
    render(<Checklist validations={VERDICTS} ended={false} />);
    expect(screen.queryByText(/Numbers stand in the source/)).not.toBeInTheDocument();
    const group = screen.getByRole("heading", { name: /Critical/ }).parentElement ?? expect.fail();
    await userEvent.click(within(group).getByRole("button", { name: "Show all 1" }));
    expect(screen.getByText(/Numbers stand in the source/)).toBeInTheDocument();
  });
});
