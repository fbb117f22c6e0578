import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { ErasedJob } from "./ErasedJob";
import { Keeping } from "./Keeping";

const JOB = { jobId: "3f0c2a52-0000-4000-8000-000000000000", token: "k1.secret" };
const LINK = `${window.location.origin}/jobs/${JOB.jobId}#token=k1.secret`;
const nobody = () => undefined;

beforeEach(() => window.history.replaceState(null, "", "/"));

it("copies the link with its token in the fragment, and says what it lets people do", async () => {
  const user = userEvent.setup(); // brings a clipboard
  render(<Keeping job={JOB} onErased={nobody} />);
  expect(screen.getByText(/Whoever has this link can read .* and delete the job/)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Link to this job" })).toHaveValue(LINK);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText("Copied")).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toBe(LINK);
});

it("selects the link where it may not copy", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  render(<Keeping job={JOB} onErased={nobody} />);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText(/does not let the page copy/)).toBeInTheDocument();
  const field = screen.getByRole<HTMLInputElement>("textbox");
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe(LINK);
});

it("hands the link to another program where the browser can", async () => {
  const share = vi.fn().mockRejectedValue(new DOMException("nobody", "AbortError"));
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { share }));
  render(<Keeping job={JOB} onErased={nobody} />);
  await userEvent.click(screen.getByRole("button", { name: "Share" }));
  expect(share).toHaveBeenCalledWith({ title: expect.any(String), url: LINK });
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

it("has no link to share without the token", () => {
  render(<Keeping job={{ jobId: JOB.jobId }} onErased={nobody} />);
  expect(screen.getByText(/without the link's token/)).toBeInTheDocument();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
});

it("erases once that was confirmed, and not before", async () => {
  const server = answering({ [JOB.jobId]: () => new Response(null, { status: 204 }) });
  vi.stubGlobal("fetch", server.fetch);
  const onErased = vi.fn();
  render(<Keeping job={JOB} onErased={onErased} />);
  await userEvent.click(screen.getByRole("button", { name: "Delete now" }));
  expect(screen.getByRole("button", { name: "Keep it" })).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
  expect(screen.getByRole("button", { name: "Delete now" })).toHaveFocus();
  expect(server.asked).toEqual([]);

  await userEvent.click(screen.getByRole("button", { name: "Delete now" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete for good" }));
  await vi.waitFor(() => expect(onErased).toHaveBeenCalledOnce());
  expect(server.asked).toEqual([
    {
      url: `/api/jobs/${JOB.jobId}`,
      init: expect.objectContaining({
        method: "DELETE",
        headers: { Authorization: "Bearer k1.secret" },
      }),
    },
  ]);
});

it("takes a job that is gone already (410) for erased", async () => {
  vi.stubGlobal("fetch", answering({ [JOB.jobId]: () => json(410, { code: "erased" }) }).fetch);
  const onErased = vi.fn();
  render(<Keeping job={JOB} onErased={onErased} />);
  await userEvent.click(screen.getByRole("button", { name: "Delete now" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete for good" }));
  await vi.waitFor(() => expect(onErased).toHaveBeenCalledOnce());
});

it("says that it may not have been erased where no answer came", async () => {
  vi.stubGlobal("fetch", answering({}).fetch);
  const onErased = vi.fn();
  render(<Keeping job={JOB} onErased={onErased} />);
  await userEvent.click(screen.getByRole("button", { name: "Delete now" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete for good" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/may not have been deleted/);
  expect(onErased).not.toHaveBeenCalled();
});

it("says that the job is gone, and keeps no token in the address", () => {
  window.history.replaceState(null, "", `/jobs/${JOB.jobId}#token=k1.secret`);
  render(<ErasedJob jobId={JOB.jobId} />);
  expect(screen.getByRole("heading", { name: "The job is deleted" })).toBeInTheDocument();
  expect(window.location.href).toBe(`${window.location.origin}/jobs/${JOB.jobId}`);
});
