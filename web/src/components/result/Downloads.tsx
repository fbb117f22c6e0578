import { Button } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { type Artifact, artifactUrl } from "../../services/api";
import { job as texts } from "../../texts/job";
import { Icon } from "../icons/Icon";
import classes from "./Downloads.module.css";

interface DownloadsProps {
  readonly job: JobAddress;
  readonly artifacts: readonly Artifact[];
}

/** The result as files: those of the known forms that this job has. */
export function Downloads({ job, artifacts }: DownloadsProps) {
  const names = Object.keys(texts.downloads).filter((name) =>
    artifacts.some((artifact) => artifact.name === name),
  );
  return (
    <ul className={classes.downloads} aria-label={texts.download}>
      {names.map((name, index) => (
        <li key={name}>
          <Button
            component="a"
            href={artifactUrl(job, name)}
            download={name}
            size="xs"
            variant={index === 0 ? "filled" : "default"}
            leftSection={<Icon name="download" size={16} />}
          >
            {texts.downloads[name]}
          </Button>
        </li>
      ))}
    </ul>
  );
}
