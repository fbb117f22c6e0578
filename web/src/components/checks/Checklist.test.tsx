import { RULES } from "@resume-optimizer/client";
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
  it("have a place by the catalogue's severity before there is a verdict, and leave it with the verdict's own", () => {
    const none = checksOf([]);
    expect(none.map(({ severity, toCome }) => `${severity} ${toCome.length}`)).toEqual([
      "critical 14",
      "major 10",
      "minor 10",
    ]);
    expect(none[1]?.toCome).toContain("INJ-01");
    const [critical, major, minor] = checksOf([
      verdictOf("INJ-01", "after", "pass", { severity: "critical" }),
      verdictOf("OUR-01", "after", "pass", { severity: "minor" }),
    ]);
    expect(critical?.checks.map(({ rule }) => rule)).toEqual(["INJ-01"]);
    expect([critical, major, minor].map((group) => group?.toCome.length)).toEqual([14, 9, 10]);
    expect(minor?.checks.map(({ rule }) => rule)).toEqual(["OUR-01"]);
  });

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

  it("fills: the rules of the catalogue that have no verdict yet are places to come, under their severity", () => {
    const { rerender, container } = render(<Checklist validations={[]} ended={false} />);
    const said = (words: RegExp) =>
      ["Critical", "Major", "Minor"].map((name) => {
        const heading = screen.getByRole("heading", { name: new RegExp(name) });
        return within(heading.parentElement ?? expect.fail()).getByText(words).textContent;
      });
    const marks = () => container.querySelectorAll('[data-status="none"][title]').length;
    expect(said(/rules to come/)).toEqual([
      "14 rules to come",
      "10 rules to come",
      "10 rules to come",
    ]);
    expect(marks()).toBe(34);
    rerender(<Checklist validations={VERDICTS} ended={false} />);
    expect(said(/rules to come/)).toEqual([
      "13 rules to come",
      "8 rules to come",
      "8 rules to come",
    ]);
    rerender(<Checklist validations={VERDICTS} ended />);
    expect(said(/rules were not run/)).toEqual([
      "13 rules were not run",
      "8 rules were not run",
      "8 rules were not run",
    ]);
    const all = Object.entries(RULES).map(([rule, { severity }]) =>
      verdictOf(rule, "after", "pass", { severity }),
    );
    rerender(<Checklist validations={all} ended />);
    expect(said(/^\d+ of \d+$/)).toEqual(["14 of 14", "10 of 10", "10 of 10"]);
    expect(screen.getByText("34 of 34", { selector: "div" })).toBeInTheDocument();
    expect(screen.queryByText(/not run|to come/)).not.toBeInTheDocument();
    expect(marks()).toBe(0);
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
