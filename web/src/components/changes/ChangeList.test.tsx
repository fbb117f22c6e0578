import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import type { DiffView } from "../../types/streaming";
import { ChangeList } from "./ChangeList";

const PATCH = {
  id: "p1",
  op: "weak_opening",
  before: "Responsible for managing a ward",
  after: "Managed a ward",
  rationale: "The opening said nothing.",
  serves: ["r1"],
};
const REQUIREMENTS = {
  requirements: [
    { id: "r1", text: "Ward management" },
    { id: "r2", text: "Other" },
  ],
};

function diffOf(n: number): DiffView {
  return {
    seq: n,
    patch_id: `p${n}`,
    section: n < 3 ? "experience" : "skills",
    op: "weak_opening",
    summary: `Change ${n}`,
    ref: "x.plan.0",
  };
}

/** Documents are remembered by job: each test has one of its own. */
let jobs = 0;
function newJob() {
  jobs += 1;
  return { jobId: `job-${jobs}`, token: "t" };
}

it("says that changes will come, or that none was needed", () => {
  const { unmount } = render(<ChangeList job={newJob()} diffs={[]} ended={false} />);
  expect(screen.getByText(/one by one/)).toBeInTheDocument();
  unmount();
  render(<ChangeList job={newJob()} diffs={[]} ended />);
  expect(screen.getByText("No change was needed.")).toBeInTheDocument();
});

it("lists changes by section, and loads their words only when they are asked for", async () => {
  const server = answering({
    "ref=": () => json(200, { patches: [PATCH] }),
    requirements: () => json(200, REQUIREMENTS),
  });
  vi.stubGlobal("fetch", server.fetch);
  render(<ChangeList job={newJob()} diffs={[diffOf(1), diffOf(2), diffOf(3)]} ended={false} />);
  expect(screen.getByRole("heading", { name: "Experience" })).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Skills" })).toBeInTheDocument();
  expect(server.asked).toEqual([]);

  const head = screen.getByRole("button", { name: /Change 1/ });
  await userEvent.click(head);
  expect(head).toHaveAttribute("aria-expanded", "true");
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(screen.getByText("Ward management")).toBeInTheDocument();
  expect(document.querySelector("del")).toHaveTextContent("Responsible for managing");
  expect(document.querySelector("ins")).toHaveTextContent("Managed");

  await userEvent.click(head);
  await userEvent.click(head);
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(server.asked).toHaveLength(2);
});

it("tells the reason also where the requirements cannot be had", async () => {
  vi.stubGlobal("fetch", answering({ "ref=": () => json(200, { patches: [PATCH] }) }).fetch);
  render(<ChangeList job={newJob()} diffs={[diffOf(1)]} ended={false} />);
  await userEvent.click(screen.getByRole("button", { name: /Change 1/ }));
  expect(await screen.findByText("The opening said nothing.")).toBeInTheDocument();
  expect(screen.queryByText("Serves")).not.toBeInTheDocument();
});

it("says that the words could not be loaded, and tries again", async () => {
  let broken = true;
  const plan = () => (broken ? json(503, {}) : json(200, { patches: [{ ...PATCH, serves: [] }] }));
  vi.stubGlobal("fetch", answering({ "ref=": plan }).fetch);
  render(<ChangeList job={newJob()} diffs={[diffOf(1)]} ended={false} />);
  await userEvent.click(screen.getByRole("button", { name: /Change 1/ }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/could not be loaded/);
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.getByText("The opening said nothing.")).toBeInTheDocument());
});

it("shows twelve of many, the rest by one click", async () => {
  render(
    <ChangeList job={newJob()} diffs={Array.from({ length: 20 }, (_, n) => diffOf(n))} ended />,
  );
  expect(screen.getAllByRole("button", { name: /Change/ })).toHaveLength(12);
  await userEvent.click(screen.getByRole("button", { name: "Show all 20" }));
  expect(screen.getAllByRole("button", { name: /Change/ })).toHaveLength(20);
});
