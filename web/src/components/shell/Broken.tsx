import { Button } from "@mantine/core";
import { common } from "../../texts/common";
import { Notice } from "./Notice";

/** In place of a screen that has a fault, or a part of which the server did not give. */
export function Broken() {
  return (
    <Notice tone="error" title={common.broken.title} large>
      <p>{common.broken.text}</p>
      <p>
        <Button size="xs" variant="default" onClick={() => window.location.reload()}>
          {common.broken.again}
        </Button>
      </p>
    </Notice>
  );
}
