import type { Preview } from "@resume-optimizer/client";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { StartScreen } from "./StartScreen";

const READ: Preview = {
  side: "resume",
  origin: "pdf",
  text: "Jane Roe\nStaff nurse",
  words: 4,
  pages: 2,
  language: "en",
  warnings: ["The file has 2 columns: read one after the other"],
};
const STARTED = { job_id: "j", stream_url: "s", snapshot_url: "s", access_token: "t" };

/** A question about a file, which the test answers when it wants. */
interface Asked {
  readonly part: string;
  readonly signal: AbortSignal;
  answer(response: Response): void;
}

let previews: Asked[] = [];
let starts = 0;
let started: File[] = [];

beforeEach(() => {
  previews = [];
  starts = 0;
  started = [];
  window.localStorage.clear();
  window.history.replaceState(null, "", "/");
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    if (String(input) === "/api/preview") {
      const [part = ""] = [...(init?.body instanceof FormData ? init.body.keys() : [])];
      const signal = init?.signal as AbortSignal;
      return new Promise<Response>((answer, fail) => {
        signal.addEventListener("abort", () => fail(signal.reason));
        previews.push({ part, signal, answer });
      });
    }
    if (String(input).startsWith("/api/pipeline")) {
      starts += 1;
      if (init?.body instanceof FormData) {
        started.push(init.body.get("resume_file") as File);
      }
      return json(202, STARTED);
    }
    return json(404, {});
  });
  render(<StartScreen />);
});

const resume = () => screen.getByLabelText("Your résumé");
const posting = () => screen.getByLabelText("The job posting");
const submit = () => userEvent.click(screen.getByRole("button", { name: /tailor the résumé/i }));
const hand = (side: string, name = "cv.pdf", content: BlobPart = "%PDF-1.7") =>
  userEvent.upload(
    screen.getByLabelText(`${side}: Choose a file`),
    new File([content], name, { type: "application/pdf" }),
  );

/** Wait until so many files were asked about, and give the newest question. */
async function asked(count = 1): Promise<Asked> {
  await waitFor(() => expect(previews).toHaveLength(count));
  return previews[count - 1] as Asked;
}

it("says that a file is read, then shows what was, and what to look out for", async () => {
  await hand("Your résumé");
  const { part, answer } = await asked();
  expect(part).toBe("resume_file");
  expect(screen.getByRole("status")).toHaveTextContent("Reading cv.pdf …");
  expect(resume()).toHaveAttribute("aria-busy", "true");
  answer(json(200, READ));
  await waitFor(() => expect(resume()).toHaveValue(READ.text));
  expect(resume()).toHaveAttribute("readonly");
  expect(resume()).toHaveAttribute("aria-busy", "false");
  expect(screen.getByRole("status")).toHaveTextContent(/Read from cv\.pdf: 2 pages, 4 words/);
  const warnings = within(screen.getByRole("list", { name: "What to look out for" }));
  expect(warnings.getAllByRole("listitem").map((one) => one.textContent)).toEqual(READ.warnings);
});

it("reads a posting that is handed over as a file in the same way", async () => {
  await hand("The job posting", "ad.pdf");
  const { part, answer } = await asked();
  expect(part).toBe("job_file");
  answer(json(200, { ...READ, side: "posting", pages: null, warnings: [] }));
  await waitFor(() => expect(posting()).toHaveValue(READ.text));
  expect(posting()).toHaveAccessibleDescription(/Read from ad\.pdf: 4 words/);
  expect(screen.queryByRole("list", { name: "What to look out for" })).not.toBeInTheDocument();
});

it.each([
  ["Windows-1252", new Uint8Array([0x72, 0xe9, 0x73, 0x75, 0x6d, 0xe9])],
  ["UTF-16", new Uint8Array([0xff, 0xfe, 0x72, 0x00, 0xe9, 0x00])],
])(
  "has a text file in %s read by the server, shows it, and starts the job with the file",
  async (_, content) => {
    fireEvent.change(posting(), { target: { value: "A ward" } });
    await hand("Your résumé", "cv.txt", content);
    const { part, answer } = await asked();
    expect(part).toBe("resume_file");
    answer(json(200, { ...READ, origin: "txt", text: "résumé – naïve café", pages: null }));
    await waitFor(() => expect(resume()).toHaveValue("résumé – naïve café"));
    await submit();
    const [file] = started;
    expect(new Uint8Array((await file?.arrayBuffer()) ?? [])).toEqual(content);
  },
);

it.each([
  ["a PDF file that begins a little later", "\n\n%PDF-1.4"],
  ["an RTF file", "{\\rtf1\\ansi Jane Roe}"],
  ["a page of HTML", "\ufeff<!-- saved -->\n<!DOCTYPE html><p>Jane Roe</p>"],
  ["a Word file with a password", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
])("leaves it to the server to say what becomes of %s", async (_, content) => {
  await hand("Your résumé", "cv.pdf", content);
  (await asked()).answer(json(422, { code: "encrypted_file", detail: "`resume_file` is …" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This file has a password.");
});

it("gives up a file that is taken away or replaced, and shows the newest only", async () => {
  await hand("Your résumé", "first.pdf");
  const first = await asked();
  await hand("Your résumé", "second.pdf");
  const second = await asked(2);
  expect(first.signal.aborted).toBe(true);
  expect(screen.getByRole("status")).toHaveTextContent("Reading second.pdf …");
  second.answer(json(200, READ));
  await waitFor(() => expect(resume()).toHaveValue(READ.text));
  await hand("Your résumé", "third.pdf");
  const third = await asked(3);
  expect(resume()).not.toHaveValue(READ.text);
  await userEvent.click(screen.getByRole("button", { name: "Clear" }));
  expect(third.signal.aborted).toBe(true);
  expect(resume()).toHaveValue("");
  expect(screen.queryByText(/third\.pdf/)).not.toBeInTheDocument();
});

it.each([
  ["needs_ocr", /picture of a text/],
  ["file_too_heavy", /^The file has 62 pages: paste its text instead\./],
])(
  "refuses a file that cannot be read (%s) next to its field, and starts nothing",
  async (code, said) => {
    const detail = "the file has 62 pages: paste its text instead";
    fireEvent.change(posting(), { target: { value: "A ward" } });
    await hand("Your résumé");
    (await asked()).answer(json(422, { code, detail, field: "resume_file" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(said);
    expect(resume()).toHaveAttribute("aria-invalid", "true");
    await submit();
    expect(resume()).toHaveFocus();
    expect(starts).toBe(0);
    await hand("Your résumé", "better.pdf");
    (await asked(2)).answer(json(200, READ));
    await waitFor(() => expect(resume()).toHaveValue(READ.text));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    await submit();
    expect(starts).toBe(1);
  },
);

it.each([
  ["nobody reads files", () => json(503, { code: "preview_unavailable" })],
  ["it takes too long", () => json(504, { code: "unanswered" })],
  ["the gateway is an older one", () => json(404, { code: "no_such_path" })],
  ["something in between answers", () => new Response("<html>", { status: 200 })],
])("says that the job will read the file where %s, and starts it", async (_, response) => {
  fireEvent.change(posting(), { target: { value: "A ward" } });
  await hand("Your résumé");
  (await asked()).answer(response());
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent(/it is read when the job begins/),
  );
  expect(resume()).toHaveDisplayValue(/cv\.pdf .*the first thing that the job shows/s);
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  await submit();
  expect(starts).toBe(1);
});

it("starts without waiting for a file that is still being read", async () => {
  fireEvent.change(posting(), { target: { value: "A ward" } });
  await hand("Your résumé");
  await asked();
  await submit();
  expect(starts).toBe(1);
});
