import type { FileRejection } from "@mantine/dropzone";
import { start } from "../../texts/start";
import { isDocument, readTextFile, UnreadableFileError } from "./read-file";

interface Taking {
  onText(text: string, name: string): void;
  /** A PDF or Word file, which the server reads. */
  onFile(file: File): void;
  onError(message: string): void;
}

/** What becomes of a file that was dropped or chosen, by its content: its text, the file as it is, or a sentence. */
export function useHandedFile(limitBytes: number, { onText, onFile, onError }: Taking) {
  return {
    take: async ([file]: readonly File[]) => {
      try {
        if (file && (await isDocument(file))) {
          onFile(file);
        } else if (file) {
          onText(await readTextFile(file, limitBytes), file.name);
        }
      } catch (reason) {
        if (!(reason instanceof UnreadableFileError)) {
          throw reason;
        }
        onError(reason.message);
      }
    },
    refuse: (rejected: readonly FileRejection[]) => {
      const [first] = rejected;
      if (rejected.length > 1 || !first) {
        onError(start.oneFile);
        return;
      }
      const { name, size } = first.file;
      onError(size > limitBytes ? start.tooBig(name, limitBytes) : start.notText(name));
    },
  };
}
