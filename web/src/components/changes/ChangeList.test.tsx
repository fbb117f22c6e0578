import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { diffOf, docOf, endedOf, lineOf, patchOf, sectionOf } from "../../../test/documents";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering, stateOf } from "../../../test/states";
import { ChangeList } from "./ChangeList";
import type { FollowedState } from "./use-revision";

const SOURCE = "Jane Doe\nResponsible for managing a ward\nTriage";
const PATCHES = [patchOf({ serves: ["r1"] }), patchOf({ id: "p2", engine: "model:small-1" })];
const DOC = docOf({
  sections: [sectionOf({ lines: [lineOf("b1", 9, 40)] })],
  patches: PATCHES,
});
const REQUIREMENTS = {
  requirements: [
    { id: "r1", text: "Ward management" },
    { id: "r2", text: "Other" },
  ],
};
const ARTIFACTS = {
  result: "x.result.0",
  source: "x.source.0",
  requirements: "x.posting.0",
  "resume.md": "x.resume.0",
};
const FILES = {
  "x.draft.0": () => json(200, DOC),
  "x.result.0": () => json(200, DOC),
  "x.source.0": () => json(200, { text: SOURCE }),
  "x.posting.0": () => json(200, REQUIREMENTS),
};

/** Documents are remembered by job: each test has one of its own. */
let jobs = 0;
function newJob() {
  jobs += 1;
  return { jobId: `list-${jobs}`, token: "t" };
}

function running(changes: Partial<FollowedState>): FollowedState {
  return { ...stateOf({ status: "running", ...changes }), streamAgain: () => undefined };
}

it("says that changes will come, or that none was needed", async () => {
  const { unmount } = render(<ChangeList job={newJob()} state={running({})} />);
  expect(screen.getByText(/one by one/)).toBeInTheDocument();
  unmount();
  render(<ChangeList job={newJob()} state={endedOf({})} />);
  expect(await screen.findByText("No change was needed.")).toBeInTheDocument();
});

it("lists changes by section as they arrive, and loads their words only when they are asked for", async () => {
  const server = answering(FILES);
  vi.stubGlobal("fetch", server.fetch);
  render(
    <ChangeList job={newJob()} state={running({ diffs: [diffOf(1), diffOf(2), diffOf(3)] })} />,
  );
  expect(screen.getByRole("heading", { name: "Experience" })).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Skills" })).toBeInTheDocument();
  expect(server.asked).toEqual([]);
  expect(screen.queryByRole("button", { name: /Reject/ })).not.toBeInTheDocument();

  const head = screen.getByRole("button", { name: /Change 1/ });
  await userEvent.click(head);
  expect(head).toHaveAttribute("aria-expanded", "true");
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(document.querySelector("del")).toHaveTextContent("Responsible for managing");
  expect(document.querySelector("ins")).toHaveTextContent("Managed");

  await userEvent.click(head);
  await userEvent.click(head);
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(server.asked).toHaveLength(1);
});

it("tells what a change serves, which line it is drawn from, and who wrote it", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  const diffs = [diffOf(1), diffOf(2)];
  render(<ChangeList job={newJob()} state={endedOf({ diffs, artifacts: ARTIFACTS })} />);
  await userEvent.click(screen.getByRole("button", { name: "Open all" }));
  expect(await screen.findByText("Ward management")).toBeInTheDocument();
  expect(screen.getAllByRole("button", { name: "Show line 2 in the original" })).toHaveLength(2);
  expect(screen.getByText("rules")).toBeInTheDocument();
  expect(screen.getByText(/the language model small-1/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Close all" }));
  expect(screen.queryByText("Ward management")).not.toBeInTheDocument();
});

it("shows the words before beside the words after, where that is wanted", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  render(<ChangeList job={newJob()} state={running({ diffs: [diffOf(1)] })} />);
  await userEvent.click(screen.getByRole("radio", { name: "Side by side" }));
  await userEvent.click(screen.getByRole("button", { name: /Change 1/ }));
  const before = (await screen.findByText("Before")).parentElement;
  const after = screen.getByText("After").parentElement;
  expect(before).toHaveTextContent("Responsible for managing a ward");
  expect(before?.querySelector("ins")).toBeNull();
  expect(after).toHaveTextContent("Managed a ward");
  expect(after?.querySelector("del")).toBeNull();
});

it("tells the reason also where the requirements and the source cannot be had", async () => {
  const { "x.result.0": result } = FILES;
  vi.stubGlobal("fetch", answering({ "x.result.0": result, "x.draft.0": result }).fetch);
  const state = endedOf({ diffs: [diffOf(1), diffOf(2)], artifacts: ARTIFACTS });
  render(<ChangeList job={newJob()} state={state} />);
  await userEvent.click(screen.getByRole("button", { name: /^Opening strengthened ?Change 1/ }));
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(screen.queryByText("Serves")).not.toBeInTheDocument();
  expect(screen.queryByText("Source")).not.toBeInTheDocument();
});

it("says that the words could not be loaded, and tries again", async () => {
  let broken = true;
  const draft = () => (broken ? json(503, {}) : json(200, DOC));
  vi.stubGlobal("fetch", answering({ "x.draft.0": draft }).fetch);
  render(<ChangeList job={newJob()} state={running({ diffs: [diffOf(1)] })} />);
  await userEvent.click(screen.getByRole("button", { name: /Change 1/ }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/could not be loaded/);
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
});

it("says that what became of the changes could not be loaded, and tries again", async () => {
  let broken = true;
  const result = () => (broken ? json(503, {}) : json(200, DOC));
  vi.stubGlobal("fetch", answering({ "x.result.0": result }).fetch);
  const state = endedOf({ diffs: [diffOf(1)], artifacts: ARTIFACTS });
  render(<ChangeList job={newJob()} state={state} />);
  expect(await screen.findByRole("alert")).toHaveTextContent(/What became of each change/);
  expect(screen.getByRole("button", { name: /Change 1/ })).toBeInTheDocument();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "Reject: Change 1" })).toBeInTheDocument();
});

it("shows twelve of many, the rest by one click", async () => {
  const diffs = Array.from({ length: 20 }, (_, n) => diffOf(n));
  render(<ChangeList job={newJob()} state={running({ diffs })} />);
  expect(screen.getAllByRole("button", { name: /Change/ })).toHaveLength(12);
  await userEvent.click(screen.getByRole("button", { name: "Show all 20" }));
  expect(screen.getAllByRole("button", { name: /Change/ })).toHaveLength(20);
});

it("keeps what was refused and what was left out a click away, each with its reason", async () => {
  const doc = docOf({
    patches: [
      patchOf({ id: "p9", status: "rejected", reject_reason: "a number that the source has not" }),
    ],
    dropped: [
      { span: { source: "resume", start: 41, end: 47 }, reason: "says it twice", what: "line" },
    ],
  });
  vi.stubGlobal("fetch", answering({ ...FILES, "x.result.0": () => json(200, doc) }).fetch);
  render(<ChangeList job={newJob()} state={endedOf({ artifacts: ARTIFACTS })} />);
  await userEvent.click(await screen.findByRole("button", { name: /1 change that was refused/ }));
  await userEvent.click(screen.getByRole("button", { name: /The opening said nothing/ }));
  expect(await screen.findByText("a number that the source has not")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /Reject|Restore/ })).not.toBeInTheDocument();

  await userEvent.click(screen.getByRole("button", { name: /1 line that was left out/ }));
  expect(await screen.findByText("Triage")).toBeInTheDocument();
  expect(screen.getByText("says it twice")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Show line 3 in the original" })).toBeInTheDocument();
});
