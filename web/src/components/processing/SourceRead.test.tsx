import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering, insightOf } from "../../../test/states";
import { forgetDocuments } from "../../services/documents";
import { SourceRead } from "./SourceRead";

const JOB = { jobId: "11111111-2222-4333-8444-555555555555", token: "t" };
const READ = [
  insightOf(1, { id: "source-resume", ref: "j.resume_source.1" }),
  insightOf(2, { id: "source-posting", ref: "j.posting_source.2" }),
];
const source = (text: string, changes: object = {}) => ({
  text,
  origin: "txt",
  layout: { pages: 1, columns: 1 },
  repairs: [],
  ...changes,
});

function serve(resume: () => Response, posting = () => json(200, source("A ward"))) {
  const server = answering({ "ref=j.resume_source": resume, "ref=j.posting_source": posting });
  vi.stubGlobal("fetch", server.fetch);
  return server.asked;
}

afterEach(() => forgetDocuments(JOB)); // each test has another text behind the same ref

it("is not there, and asks for nothing, until something was read", () => {
  const asked = serve(() => json(200, source("")));
  render(<SourceRead job={JOB} insights={[insightOf(1)]} />);
  expect(screen.queryByText("What was read")).not.toBeInTheDocument();
  expect(asked).toEqual([]);
});

it("shows at once what was read of a file, and what the file was like", async () => {
  const layout = { pages: 2, columns: 2 };
  serve(() =>
    json(200, source("Ann Lee Nurse", { origin: "pdf", layout, repairs: ["hyphenation"] })),
  );
  render(<SourceRead job={JOB} insights={READ} />);
  expect(await screen.findByText("Ann Lee Nurse")).toBeVisible();
  expect(
    screen.getByText("PDF, 2 pages, 2 columns, 3 words, repaired: hyphenation"),
  ).toBeInTheDocument();
});

it("keeps pasted texts a click away: they are known", async () => {
  serve(() => json(200, source("Ann Lee")));
  render(<SourceRead job={JOB} insights={READ} />);
  expect(await screen.findByText("text, 2 words")).toBeInTheDocument();
  expect(screen.getByRole("group")).not.toHaveAttribute("open");
});

it("shows the posting too: one page fetched is reason enough to look", async () => {
  serve(
    () => json(200, source("Ann Lee")),
    () => json(200, source("A ward by the sea", { origin: "url" })),
  );
  render(<SourceRead job={JOB} insights={READ} />);
  await userEvent.click(await screen.findByRole("radio", { name: "Posting" }));
  expect(await screen.findByText("A ward by the sea")).toBeVisible();
});

it("says that it could not be loaded, and tries again", async () => {
  let tries = 0;
  serve(() => {
    tries += 1;
    return tries === 1 ? json(503, {}) : json(200, source("Ann Lee"));
  });
  render(<SourceRead job={JOB} insights={READ} />);
  await userEvent.click(await screen.findByText("Try again"));
  expect(await screen.findByText("Ann Lee")).toBeInTheDocument();
});
