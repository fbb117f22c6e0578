import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { startOf } from "../../services/last-start";
import { recentJobs } from "../../services/recent-jobs";
import { StartLimitsProvider } from "../shell/start-limits";
import { StartScreen } from "./StartScreen";

const JOB = "11111111-2222-4333-8444-555555555555";
const STARTED = { job_id: JOB, stream_url: "s", snapshot_url: "s", access_token: "secret" };
const SAMPLE = {
  id: "nurse",
  title: "Staff nurse",
  resume: "nurse/resume.txt",
  posting: "nurse/posting.txt",
};
const samples = () => json(200, [SAMPLE]);

beforeEach(() => {
  window.localStorage.clear();
  window.history.replaceState(null, "", "/");
});

function show(answers: Readonly<Record<string, () => Response>>) {
  const server = answering({ "/samples/index.json": samples, ...answers });
  vi.stubGlobal("fetch", server.fetch);
  render(
    <StartLimitsProvider>
      <StartScreen />
    </StartLimitsProvider>,
  );
  return server.asked.filter.bind(server.asked);
}

const resume = () => screen.getByLabelText("Your résumé");
const posting = () => screen.getByLabelText("The job posting");
const submit = () => userEvent.click(screen.getByRole("button", { name: /tailor the résumé/i }));
const paste = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

it("says what is missing next to each field, and goes to the first", async () => {
  show({});
  await submit();
  expect(resume()).toHaveAccessibleDescription(/paste your résumé/i);
  expect(posting()).toHaveAccessibleDescription(/paste the posting/i);
  expect(resume()).toHaveFocus();
  paste(resume(), "A nurse");
  expect(resume()).not.toHaveAttribute("aria-invalid");
});

it("says by how much a text is too long, and sends nothing", async () => {
  const asked = show({});
  paste(resume(), "A nurse");
  paste(posting(), "x".repeat(60_007));
  await submit();
  expect(posting()).toHaveAccessibleDescription(/too long by 7 characters: at most 60,000/i);
  expect(asked(({ url }) => url.includes("/api/pipeline"))).toEqual([]);
});

it("counts characters as the API does: what takes two units is one", async () => {
  const asked = show({ "/api/pipeline/start": () => json(202, STARTED) });
  paste(resume(), "A nurse");
  paste(posting(), "🩺".repeat(40_000));
  await submit();
  expect(asked(({ url }) => url.includes("/api/pipeline"))).toHaveLength(1);
});

it("starts the job with both texts and goes to its page, the token in the fragment", async () => {
  const asked = show({ "/api/pipeline/start": () => json(202, STARTED) });
  paste(resume(), "A nurse");
  paste(posting(), "A ward");
  await submit();
  await waitFor(() => expect(window.location.pathname).toBe(`/jobs/${JOB}`));
  expect(window.location.hash).toBe("#token=secret");
  const [start] = asked(({ url }) => url.includes("/api/pipeline"));
  expect(JSON.parse(String(start?.init?.body))).toEqual({
    resume_text: "A nurse",
    job_text: "A ward",
  });
});

it("sends a posting that is nothing but an address as one", async () => {
  const asked = show({ "/api/pipeline/start": () => json(202, STARTED) });
  paste(resume(), "A nurse");
  paste(posting(), " https://jobs.example.org/7?from=mail\n");
  await submit();
  await waitFor(() => expect(window.location.pathname).toBe(`/jobs/${JOB}`));
  const [start] = asked(({ url }) => url.includes("/api/pipeline"));
  expect(JSON.parse(String(start?.init?.body))).toEqual({
    resume_text: "A nurse",
    job_url: "https://jobs.example.org/7?from=mail",
  });
});

it("fills the form from a sample by one click", async () => {
  const resumeFile = () => new Response("A nurse");
  const postingFile = () => new Response("A ward");
  show({ "/samples/nurse/resume.txt": resumeFile, "/samples/nurse/posting.txt": postingFile });
  await userEvent.click(await screen.findByRole("button", { name: "Staff nurse" }));
  await waitFor(() => expect(resume()).toHaveValue("A nurse"));
  expect(posting()).toHaveValue("A ward");
});

it("says that a sample could not be loaded, and leaves the form as it was", async () => {
  show({});
  paste(resume(), "Mine");
  await userEvent.click(await screen.findByRole("button", { name: "Staff nurse" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/could not be loaded/);
  expect(resume()).toHaveValue("Mine");
});

it("puts the server's refusal next to the field that it names", async () => {
  const refusal = { code: "not_text", detail: "no text", field: "job_text" };
  show({ "/api/pipeline/start": () => json(422, refusal) });
  paste(resume(), "A nurse");
  paste(posting(), "rubbish");
  await submit();
  await waitFor(() => expect(posting()).toHaveAccessibleDescription(/does not read as text/i));
  expect(posting()).toHaveFocus();
});

it("tries the same start with the same key, and another start with another", async () => {
  const asked = show({});
  paste(resume(), "A nurse");
  paste(posting(), "A ward");
  await submit();
  expect(await screen.findByRole("alert")).toHaveTextContent(/cannot be reached/i);
  expect(resume()).toHaveValue("A nurse");
  await submit();
  paste(posting(), "Another ward");
  await submit();
  const keys = asked(({ url }) => url.includes("/api/pipeline")).map(({ init }) =>
    new Headers(init?.headers).get("Idempotency-Key"),
  );
  expect(keys).toHaveLength(3);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

it("reads a chosen text file, and says why the server reads another one not", async () => {
  show({ "/api/preview": () => json(415, { code: "unsupported_file", field: "resume_file" }) });
  const input = screen.getByLabelText("Your résumé: Choose a file");
  await userEvent.upload(input, new File(["A nurse\n"], "cv.txt", { type: "text/plain" }));
  await waitFor(() => expect(resume()).toHaveValue("A nurse\n"));
  const rubbish = new File([new Uint8Array([0xff, 0xfe, 0x00])], "cv.md", {
    type: "text/markdown",
  });
  await userEvent.upload(input, rubbish);
  await waitFor(() => expect(resume()).toHaveAccessibleDescription(/this is none of them/));
  expect(resume()).toHaveDisplayValue(/^cv\.md/);
});

it("sends a PDF as it is, beside a posting that was pasted", async () => {
  const asked = show({ "/api/pipeline/start": () => json(202, STARTED) });
  const input = screen.getByLabelText("Your résumé: Choose a file");
  await userEvent.upload(input, new File(["%PDF-1.7 …"], "cv.pdf", { type: "application/pdf" }));
  await waitFor(() => expect(resume()).toHaveDisplayValue(/cv\.pdf \(1 KB\)/));
  expect(resume()).toHaveAttribute("readonly");
  paste(posting(), "A ward");
  await submit();
  await waitFor(() => expect(asked(({ url }) => url.includes("/api/pipeline"))).toHaveLength(1));
  const [call] = asked(({ url }) => url.includes("/api/pipeline"));
  const form = call?.init?.body as FormData;
  expect([...form.keys()]).toEqual(["job_text", "resume_file"]);
  expect((form.get("resume_file") as File).name).toBe("cv.pdf");
  expect(new Headers(call?.init?.headers).has("Content-Type")).toBe(false);
});

it("takes a file away again, and puts the server's refusal of one next to it", async () => {
  const refusal = { code: "encrypted_file", detail: "it has a password", field: "resume_file" };
  show({ "/api/pipeline/start": () => json(422, refusal) });
  const input = screen.getByLabelText("Your résumé: Choose a file");
  await userEvent.upload(input, new File(["PK\u0003\u0004"], "cv.docx"));
  await waitFor(() => expect(resume()).toHaveDisplayValue(/cv\.docx/));
  paste(posting(), "A ward");
  await submit();
  await waitFor(() => expect(resume()).toHaveAccessibleDescription(/This file has a password/));
  await userEvent.click(screen.getAllByRole("button", { name: "Clear" })[0] as HTMLElement);
  expect(resume()).toHaveValue("");
});

it("says what was read from a text file, for as long as nobody changes it", async () => {
  show({});
  const input = screen.getByLabelText("Your résumé: Choose a file");
  await userEvent.upload(input, new File(["A nurse\n\nTwo roles\n"], "cv.txt"));
  await waitFor(() =>
    expect(resume()).toHaveAccessibleDescription(/Read from cv\.txt: 2 lines, 4 words/),
  );
  paste(resume(), "Another");
  expect(resume()).not.toHaveAccessibleDescription(/cv\.txt/);
});

it("says that an address is fetched, and that one is too long", async () => {
  const asked = show({});
  paste(resume(), "A nurse");
  paste(posting(), "https://jobs.example.org/7");
  expect(posting()).toHaveAccessibleDescription(/page at jobs\.example\.org is fetched/);
  paste(posting(), `https://jobs.example.org/${"7".repeat(2000)}`);
  await submit();
  expect(posting()).toHaveAccessibleDescription(/at most 2,000 characters/);
  expect(asked(({ url }) => url.includes("/api/pipeline"))).toEqual([]);
});

it("says how long texts are kept and what is too large, as the gateway tells it", async () => {
  const limits = () =>
    json(200, { resume_characters: 12, file_bytes: 1024 * 1024, retention_sec: 43_200 });
  show({ "/api/limits": limits });
  expect(await screen.findByText(/kept for 12 hours after the job's end/)).toBeInTheDocument();
  paste(resume(), "A nurse of the ward");
  paste(posting(), "A ward");
  await submit();
  expect(resume()).toHaveAccessibleDescription(/Too long by 7 characters: at most 12/);
  const input = screen.getByLabelText("Your résumé: Choose a file");
  await userEvent.upload(input, new File([new Uint8Array(1024 * 1024 + 1)], "cv.txt"));
  await waitFor(() => expect(resume()).toHaveAccessibleDescription(/cv\.txt is larger than 1 MB/));
});

it("promises no time that it was not told", () => {
  show({});
  expect(screen.getByText(/erased some time after the job's end/)).toBeInTheDocument();
});

it("remembers the job that was started, and neither texts nor token but in memory", async () => {
  show({ "/api/pipeline/start": () => json(202, STARTED) });
  paste(resume(), "A nurse");
  paste(posting(), "A ward");
  await submit();
  await waitFor(() => expect(recentJobs().map(({ jobId }) => jobId)).toEqual([JOB]));
  expect(startOf(JOB)?.body).toEqual({ resume_text: "A nurse", job_text: "A ward" });
  expect(startOf("another")).toBeUndefined();
  expect(JSON.stringify({ ...window.localStorage })).not.toMatch(/secret|nurse|ward/);
});
