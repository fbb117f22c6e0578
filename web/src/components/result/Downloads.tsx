import { Button } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { artifactUrl } from "../../services/api";
import { job as jobTexts } from "../../texts/job";
import { result as texts } from "../../texts/result";
import { Icon } from "../icons/Icon";
import classes from "./Downloads.module.css";

interface DownloadsProps {
  readonly job: JobAddress;
  /** What this job has. */
  readonly names: readonly string[];
}

/** The result as files: those of the known forms that this job has. */
export function Downloads({ job, names }: DownloadsProps) {
  const known = Object.keys(texts.downloads).filter((name) => names.includes(name));
  return (
    <ul className={classes.downloads} aria-label={jobTexts.download}>
      {known.map((name, index) => (
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
