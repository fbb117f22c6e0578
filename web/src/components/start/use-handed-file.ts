import type { FileRejection } from "@mantine/dropzone";
import { start } from "../../texts/start";
import { plainText } from "./read-file";

interface Taking {
  onText(text: string, name: string): void;
  /** A file that is no plain text: the server reads it. */
  onFile(file: File): void;
  onError(message: string): void;
}

/** What becomes of a file that was dropped or chosen, by its content: its text, the file as it is, or a sentence. */
export function useHandedFile(limitBytes: number, { onText, onFile, onError }: Taking) {
  return {
    take: async ([file]: readonly File[]) => {
      if (!file) {
        return;
      }
      const text = await plainText(file);
      if (text === undefined) {
        onFile(file);
      } else {
        onText(text, file.name);
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
