import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { ErasedJob } from "./ErasedJob";
import { ShareLink } from "./ShareLink";

const JOB = { jobId: "3f0c2a52-0000-4000-8000-000000000000", token: "k1.secret" };
const LINK = `${window.location.origin}/jobs/${JOB.jobId}#token=k1.secret`;

beforeEach(() => window.history.replaceState(null, "", "/"));

it("copies the link with its token in the fragment, and says what it lets people do", async () => {
  const user = userEvent.setup(); // brings a clipboard
  render(<ShareLink job={JOB} />);
  expect(screen.getByText(/Whoever has this link can read .* and erase the job/)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Link to this job" })).toHaveValue(LINK);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText("Copied")).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toBe(LINK);
});

it("selects the link where it may not copy", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  render(<ShareLink job={JOB} />);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText(/does not let the page copy/)).toBeInTheDocument();
  const field = screen.getByRole<HTMLInputElement>("textbox");
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe(LINK);
});

it("hands the link to another program where the browser can", async () => {
  const share = vi.fn().mockRejectedValue(new DOMException("nobody", "AbortError"));
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { share }));
  render(<ShareLink job={JOB} />);
  await userEvent.click(screen.getByRole("button", { name: "Share" }));
  expect(share).toHaveBeenCalledWith({ title: expect.any(String), url: LINK });
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

it("has no link to share without the token", () => {
  render(<ShareLink job={{ jobId: JOB.jobId }} />);
  expect(screen.getByText(/without the link's token/)).toBeInTheDocument();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
});

it("says that the job is gone, and keeps no token in the address", () => {
  window.history.replaceState(null, "", `/jobs/${JOB.jobId}#token=k1.secret`);
  render(<ErasedJob job={JOB} />);
  expect(screen.getByRole("heading", { name: "The job is erased" })).toBeInTheDocument();
  expect(window.location.href).toBe(`${window.location.origin}/jobs/${JOB.jobId}`);
});
