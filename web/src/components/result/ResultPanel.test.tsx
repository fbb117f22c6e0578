import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { endedOf } from "../../../test/documents";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { showPlace } from "../changes/place";
import type { FollowedState } from "../changes/use-revision";
import { ResultPanel } from "./ResultPanel";

const FILES = {
  "x.resume.1": () => new Response("# Jane Doe\n\n- Managed a ward"),
  "x.source.1": () => json(200, { text: "JANE DOE\n- Responsible for a ward\n- Triage" }),
  "x.questions.1": () => json(200, []),
};
const ARTIFACTS = {
  "resume.md": "x.resume.1",
  "resume.txt": "r",
  "resume.pdf": "r",
  "resume.docx": "r",
  "report.md": "r",
  "report.json": "r",
  source: "x.source.1",
  questions: "x.questions.1",
  validation: "r",
};

/** Documents are remembered by job: each test has one of its own. */
let jobs = 0;
function newJob() {
  jobs += 1;
  return { jobId: `result-${jobs}`, token: "t" };
}

function panel(job: ReturnType<typeof newJob>, changes: Partial<FollowedState>) {
  return <ResultPanel job={job} state={endedOf(changes)} />;
}

it("shows both texts, and a download for each known form", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  const job = newJob();
  render(panel(job, { artifacts: ARTIFACTS }));
  expect(await screen.findByRole("heading", { name: "Jane Doe" })).toBeInTheDocument();
  expect(screen.getByText(/Responsible for a ward/)).toHaveAttribute("data-line", "2");
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("download"))).toEqual([
    "resume.pdf",
    "resume.docx",
    "resume.md",
    "resume.txt",
    "report.md",
    "report.json",
  ]);
  expect(links[0]).toHaveAttribute(
    "href",
    `/api/jobs/${job.jobId}/artifacts/resume.pdf?access_token=t`,
  );
});

it("is not there before the first end", () => {
  const { container } = render(panel(newJob(), { finishedAt: null, status: "running" }));
  expect(container.querySelector("section")).toBeNull();
});

it("shows no text where the job did not come that far, and can still be shared", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  render(panel(newJob(), { status: "failed", artifacts: { source: "x.source.1" } }));
  expect(await screen.findByRole("button", { name: "Copy link" })).toBeInTheDocument();
  expect(screen.queryByRole("region", { name: "Result" })).not.toBeInTheDocument();
});

it("says that a failed job's text is unpolished", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  render(panel(newJob(), { status: "failed", artifacts: ARTIFACTS }));
  expect(await screen.findByText(/unpolished/)).toBeInTheDocument();
});

it("says that it could not be loaded, and tries again", async () => {
  let broken = true;
  const resume = () => (broken ? json(503, {}) : new Response("# Jane Doe"));
  vi.stubGlobal("fetch", answering({ ...FILES, "x.resume.1": resume }).fetch);
  render(panel(newJob(), { artifacts: ARTIFACTS }));
  await screen.findByText(/could not be loaded/);
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Jane Doe" })).toBeInTheDocument();
});

it("keeps its place while the job runs again, says which revision that is, and then shows the new one", async () => {
  const next = () => new Response("# Jane Q. Doe");
  vi.stubGlobal("fetch", answering({ ...FILES, "x.resume.2": next }).fetch);
  const job = newJob();
  const { rerender } = render(panel(job, { artifacts: ARTIFACTS }));
  await screen.findByRole("heading", { name: "Jane Doe" });
  const sheet = screen.getByRole("region", { name: "Tailored" });

  rerender(panel(job, { artifacts: ARTIFACTS, revision: 2, status: "running", finishedAt: null }));
  expect(screen.getByText(/Revision 1, until revision 2 is made/)).toBeInTheDocument();
  expect(screen.getByRole("region", { name: "Tailored" })).toBe(sheet);

  const artifacts = { ...ARTIFACTS, "resume.md": "x.resume.2" };
  rerender(panel(job, { artifacts, revision: 2, finishedAt: "2026-11-22T20:01:00.000Z" }));
  expect(await screen.findByRole("heading", { name: "Jane Q. Doe" })).toBeInTheDocument();
  expect(screen.queryByText(/is made/)).not.toBeInTheDocument();
  expect(screen.getByRole("region", { name: "Tailored" })).toBe(sheet);
});

it("shows a place in the original, and goes back to what asked for it", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  const job = newJob();
  render(
    <>
      <button
        type="button"
        onClick={({ currentTarget: asker }) =>
          showPlace({ jobId: job.jobId, from: 2, to: 3, asker })
        }
      >
        line 2
      </button>
      {panel(job, { artifacts: ARTIFACTS })}
    </>,
  );
  await screen.findByRole("heading", { name: "Jane Doe" });
  const asker = screen.getByRole("button", { name: "line 2" });
  await userEvent.click(asker);
  const marked = [...document.querySelectorAll("[data-marked]")];
  expect(marked.map((line) => line.getAttribute("data-line"))).toEqual(["2", "3"]);
  expect(marked[0]).toHaveFocus();
  expect(document.querySelector("[data-side]")).toHaveAttribute("data-side", "original");

  await userEvent.click(screen.getByRole("button", { name: "Back to the change" }));
  expect(asker).toHaveFocus();
  expect(document.querySelector("[data-marked]")).toBeNull();
});
