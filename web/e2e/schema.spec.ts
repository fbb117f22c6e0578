import { expect, test } from "./support/test";

test("the reference of the API shows every call, and asks nobody else", async ({ page }) => {
  await page.goto("/schema");
  await expect(page.getByRole("heading", { name: /Resume Optimizer/ })).toBeVisible();
  for (const path of [
    "/api/pipeline/start",
    "/api/jobs/{job_id}/stream",
    "/api/jobs/{job_id}/snapshot",
    "/metrics",
  ]) {
    await expect(page.locator(`[data-path="${path}"]`).first()).toBeVisible();
  }
  await page.getByText("Watch a job live").click();
  await expect(
    page.locator("select").filter({ hasText: "text/event-stream" }).first(),
  ).toBeVisible();
});
