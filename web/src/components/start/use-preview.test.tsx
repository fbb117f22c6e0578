import type { Preview } from "@resume-optimizer/client";
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { json } from "../../../test/scripted";
import { usePreview } from "./use-preview";

const READ: Preview = {
  side: "resume",
  origin: "pdf",
  text: "Jane Roe",
  words: 2,
  pages: 1,
  language: "en",
  warnings: [],
};
const BUSY = "5";

let asked: File[] = [];
let answers: Response[] = [];

beforeEach(() => {
  asked = [];
  answers = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_: RequestInfo | URL, init?: RequestInit) => {
    const form = init?.body as FormData;
    asked.push(form.get("resume_file") as File);
    return answers.shift() ?? json(200, READ);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const busy = (seconds = BUSY) => json(503, { code: "preview_busy" }, { "Retry-After": seconds });
const fileOf = (name: string) => new File(["%PDF-1.7"], name);
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function preview(file: File | undefined) {
  return renderHook((given: File | undefined) => usePreview("resume", given), {
    initialProps: file,
  });
}

it("asks a server that has enough to read again when it said, and shows what is read then", async () => {
  answers = [busy(), busy("2"), json(200, READ)];
  const { result } = preview(fileOf("cv.pdf"));
  await pass(4999);
  expect(asked).toHaveLength(1);
  expect(result.current).toEqual({ state: "reading" });
  await pass(1);
  expect(asked).toHaveLength(2);
  await pass(2000);
  expect(result.current).toEqual({ state: "read", preview: READ });
  expect(vi.getTimerCount()).toBe(0);
});

it("asks three times more at most, and leaves the file to its job then", async () => {
  answers = [busy(), busy(), busy(), busy(), json(200, READ)];
  const { result } = preview(fileOf("cv.pdf"));
  await pass(14_999);
  expect(asked).toHaveLength(3);
  expect(result.current).toEqual({ state: "reading" });
  await pass(1);
  expect(asked).toHaveLength(4);
  expect(result.current).toEqual({ state: "later" });
  await pass(60_000);
  expect(asked).toHaveLength(4);
});

it("says after another try why the file is refused", async () => {
  answers = [busy(), json(422, { code: "needs_ocr" })];
  const { result } = preview(fileOf("cv.pdf"));
  await pass(5000);
  expect(result.current).toMatchObject({ state: "refused" });
});

it.each([
  ["does not say when", () => json(503, { code: "preview_busy" })],
  ["reads nothing now", () => json(503, { code: "preview_unavailable" }, { "Retry-After": BUSY })],
  ["says much later", () => busy("3600")],
  ["says it of something else", () => json(504, {}, { "Retry-After": BUSY })],
])("asks nobody again who %s", async (_, answer) => {
  answers = [answer()];
  const { result } = preview(fileOf("cv.pdf"));
  await pass(0);
  expect(result.current).toEqual({ state: "later" });
  expect(vi.getTimerCount()).toBe(0);
  expect(asked).toHaveLength(1);
});

it("asks no more for a file that was replaced or taken away meanwhile", async () => {
  answers = [busy(), busy()];
  const { result, rerender, unmount } = preview(fileOf("first.pdf"));
  await pass(0);
  rerender(fileOf("second.pdf"));
  await pass(5000);
  expect(asked.map(({ name }) => name)).toEqual(["first.pdf", "second.pdf", "second.pdf"]);
  expect(result.current).toEqual({ state: "read", preview: READ });
  answers = [busy()];
  rerender(fileOf("third.pdf"));
  await pass(0);
  unmount();
  await pass(60_000);
  expect(asked).toHaveLength(4);
  expect(vi.getTimerCount()).toBe(0);
});
