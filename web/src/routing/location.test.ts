import { expect, it } from "vitest";
import { jobPath, readPlace } from "./location";

const JOB = "11111111-2222-4333-8444-555555555555";

it("finds the start screen, jobs with and without their token, and nothing else", () => {
  expect(readPlace("/", "")).toEqual({ screen: "start" });
  expect(readPlace(`/jobs/${JOB}`, "")).toEqual({
    screen: "job",
    jobId: JOB,
    token: undefined,
    debug: false,
  });
  expect(readPlace(`/jobs/${JOB}/`, "#token=a.b-c_d")).toEqual({
    screen: "job",
    jobId: JOB,
    token: "a.b-c_d",
    debug: false,
  });
  for (const path of [
    "/jobs",
    "/jobs/",
    "/jobs/*",
    "/jobs/not-an-id",
    `/jobs/${JOB}/more`,
    "/other",
  ]) {
    expect(readPlace(path, "")).toEqual({ screen: "unknown" });
  }
});

it("writes links that it reads back, whatever the token is made of", () => {
  const [path = "", fragment = ""] = jobPath(JOB, "a+b/c=&d").split("#");
  expect(readPlace(path, `#${fragment}`)).toEqual({
    screen: "job",
    jobId: JOB,
    token: "a+b/c=&d",
    debug: false,
  });
});

it("sees in the query who wants to look into the connection", () => {
  expect(readPlace(`/jobs/${JOB}`, "#token=t", "?debug")).toMatchObject({ debug: true });
  expect(readPlace(`/jobs/${JOB}`, "#token=t", "?debug=1&x=2")).toMatchObject({ debug: true });
  expect(readPlace(`/jobs/${JOB}`, "#token=t", "?other")).toMatchObject({ debug: false });
});
