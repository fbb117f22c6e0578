import { Link } from "../../routing/Link";
import { common } from "../../texts/common";
import { Notice } from "./Notice";

/** An address that leads nowhere. */
export function UnknownPlace() {
  return (
    <Notice tone="info" title={common.unknownTitle} large>
      <p>{common.unknownText}</p>
      <p>
        <Link to="/">{common.backToStart}</Link>
      </p>
    </Notice>
  );
}
