import { describe, expect, it } from "vitest";
import { json } from "../../../test/scripted";
import { previewFile } from "./previewing";
import { ApiError } from "./problem";
import { runPipeline, startPipeline } from "./starting";
import { cancelJob, eraseJob, retryJob } from "./steering";

const JOB = {
  jobId: "11111111-2222-4333-8444-555555555555",
  token: "t",
  baseUrl: "https://api.example",
};
const BODY = { resume_text: "r", job_text: "p" };

function server(answer: () => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    asked.push({ url: String(input), init });
    return answer();
  };
  return { fetch, asked };
}

describe("a call that changes a job", () => {
  it.each([
    ["POST", "/cancel", cancelJob],
    ["POST", "/retry", retryJob],
    ["DELETE", "", eraseJob],
  ] as const)("is a %s of %s with the token as a header", async (method, path, call) => {
    const { fetch, asked } = server(() => json(202, {}));
    await call(JOB, { fetch });
    expect(asked[0]?.url).toBe(`https://api.example/api/jobs/${JOB.jobId}${path}`);
    expect(asked[0]?.init.method).toBe(method);
    expect(new Headers(asked[0]?.init.headers).get("Authorization")).toBe("Bearer t");
  });

  it("says why it was refused, or that nobody answered", async () => {
    const refused = server(() => json(409, { code: "already_ended", detail: "It has ended." }));
    await expect(cancelJob(JOB, refused)).rejects.toMatchObject({
      message: "It has ended.",
      problem: { status: 409, code: "already_ended" },
    });
    const offline = server(() => Promise.reject(new TypeError("offline")));
    await expect(retryJob(JOB, offline)).rejects.toBeInstanceOf(ApiError);
  });
});

describe("a start", () => {
  it("sends its key, and texts as JSON", async () => {
    const { fetch, asked } = server(() => json(202, { job_id: "j", access_token: "t" }));
    const started = await startPipeline(BODY, { idempotencyKey: "k", fetch });
    expect(started.job_id).toBe("j");
    const headers = new Headers(asked[0]?.init.headers);
    expect(headers.get("Idempotency-Key")).toBe("k");
    expect(headers.get("Content-Type")).toBe("application/json");
    expect(asked[0]).toMatchObject({
      url: "/api/pipeline/start",
      init: { body: JSON.stringify(BODY) },
    });
  });

  it("leaves the type of a form to the browser", async () => {
    const { fetch, asked } = server(() => json(202, {}));
    const form = new FormData();
    await startPipeline(form, { idempotencyKey: "k", fetch });
    expect(new Headers(asked[0]?.init.headers).has("Content-Type")).toBe(false);
    expect(asked[0]?.init.body).toBe(form);
  });

  it("that waits gives the end, or says that the job goes on", async () => {
    const ended = server(() => json(200, { job_id: "j", events: [] }));
    expect(await runPipeline(BODY, { idempotencyKey: "k", fetch: ended.fetch })).toEqual({
      ended: true,
      snapshot: { job_id: "j", events: [] },
    });
    const running = server(() => json(202, { job_id: "j", access_token: "t" }));
    expect(await runPipeline(BODY, { idempotencyKey: "k", fetch: running.fetch })).toMatchObject({
      ended: false,
      started: { job_id: "j" },
    });
  });
});

describe("a preview", () => {
  it.each([
    ["resume", "resume_file"],
    ["posting", "job_file"],
  ] as const)("of a %s is a form with the part that its start has", async (side, part) => {
    const { fetch, asked } = server(() => json(200, { side, text: "A nurse", words: 2 }));
    const file = new File(["%PDF-"], "cv.pdf");
    const preview = await previewFile(side, file, { fetch, baseUrl: "https://api.example" });
    expect(preview).toMatchObject({ side, words: 2 });
    const [{ url, init }] = asked as [{ url: string; init: RequestInit }];
    expect([init.method, url]).toEqual(["POST", "https://api.example/api/preview"]);
    const form = init.body as FormData;
    expect([...form.keys()]).toEqual([part]);
    expect((form.get(part) as File).name).toBe("cv.pdf");
    expect(new Headers(init.headers).has("Content-Type")).toBe(false);
  });

  it("says why the file was refused, and can be given up", async () => {
    const refused = server(() => json(422, { code: "needs_ocr", detail: "the PDF …", field: "x" }));
    const file = new File(["%PDF-"], "cv.pdf");
    await expect(previewFile("resume", file, refused)).rejects.toMatchObject({
      problem: { status: 422, code: "needs_ocr", field: "x" },
    });
    const stopping = new AbortController();
    const fetch = (_: RequestInfo | URL, init?: RequestInit) =>
      new Promise<Response>((_, fail) => {
        init?.signal?.addEventListener("abort", () => fail(init.signal?.reason));
      });
    const asking = previewFile("resume", file, { fetch, signal: stopping.signal });
    stopping.abort();
    await expect(asking).rejects.toBeInstanceOf(ApiError);
  });
});
