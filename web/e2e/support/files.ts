import type { BrowserContext, Locator } from "@playwright/test";

/** Print a text as a PDF. */
export async function printed(context: BrowserContext, text: string): Promise<Buffer> {
  const paper = await context.newPage();
  await paper.setContent('<pre style="font: 11pt serif; white-space: pre-wrap"></pre>');
  await paper.locator("pre").evaluate((element, words) => {
    element.textContent = words;
  }, text);
  const pdf = await paper.pdf({ format: "A4", margin: { top: "2cm", left: "2cm", right: "2cm" } });
  await paper.close();
  return pdf;
}

/** Drop a file on a field, as a person does. */
export async function drop(
  field: Locator,
  name: string,
  type: string,
  content: Buffer,
): Promise<void> {
  const files = await field.page().evaluateHandle(
    ([bytes, named, kind]) => {
      const transfer = new DataTransfer();
      const binary = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([binary], named, { type: kind }));
      return transfer;
    },
    [content.toString("base64"), name, type] as const,
  );
  for (const event of ["dragenter", "dragover", "drop"]) {
    await field.dispatchEvent(event, { dataTransfer: files });
  }
}
