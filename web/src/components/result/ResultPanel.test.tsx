import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering, stateOf } from "../../../test/states";
import { ResultPanel } from "./ResultPanel";

const JOB = { jobId: "job", token: "t" };
const ENDED = { finishedAt: "2026-11-22T20:00:00.000Z", status: "completed" } as const;
const FILES = {
  "artifacts/resume.md": () => new Response("# Jane Doe\n\n- Managed a ward"),
  "artifacts/source": () => json(200, { text: "JANE DOE\n- Responsible for a ward" }),
  "artifacts/questions": () =>
    json(200, [{ id: "q1", requirement_id: "r1", text: "Do you speak Welsh?" }]),
};
const ARTIFACTS = {
  "resume.md": "r",
  "resume.txt": "r",
  "resume.pdf": "r",
  "resume.docx": "r",
  source: "r",
  questions: "r",
  validation: "r",
};

it("shows both texts, the questions, and a download for each known form", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  render(<ResultPanel job={JOB} state={stateOf({ ...ENDED, artifacts: ARTIFACTS })} />);
  expect(await screen.findByRole("heading", { name: "Jane Doe" })).toBeInTheDocument();
  expect(screen.getByText(/Responsible for a ward/)).toBeInTheDocument();
  expect(screen.getByText("Do you speak Welsh?")).toBeInTheDocument();
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("download"))).toEqual([
    "resume.pdf",
    "resume.docx",
    "resume.md",
    "resume.txt",
  ]);
  expect(links[0]).toHaveAttribute("href", "/api/jobs/job/artifacts/resume.pdf?access_token=t");
});

it("is not there where the job did not come that far", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  const { container } = render(
    <ResultPanel
      job={JOB}
      state={stateOf({ ...ENDED, status: "failed", artifacts: { source: "r" } })}
    />,
  );
  await vi.waitFor(() => expect(container.querySelector("[data-visible], section")).toBeNull());
});

it("says that a failed job's text is unpolished", async () => {
  vi.stubGlobal("fetch", answering(FILES).fetch);
  render(
    <ResultPanel job={JOB} state={stateOf({ ...ENDED, status: "failed", artifacts: ARTIFACTS })} />,
  );
  expect(await screen.findByText(/unpolished/)).toBeInTheDocument();
});

it("says that it could not be loaded, and tries again", async () => {
  let broken = true;
  const resume = () => (broken ? json(503, {}) : new Response("# Jane Doe"));
  vi.stubGlobal("fetch", answering({ ...FILES, "artifacts/resume.md": resume }).fetch);
  render(<ResultPanel job={JOB} state={stateOf({ ...ENDED, artifacts: ARTIFACTS })} />);
  await screen.findByText(/could not be loaded/);
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Jane Doe" })).toBeInTheDocument();
});
