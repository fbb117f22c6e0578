import { start } from "../../texts/start";
import classes from "./HowItWorks.module.css";

/** What will happen, in the order in which it does. */
export function HowItWorks() {
  return (
    <ol className={classes.steps}>
      {start.steps.map(({ title, text }) => (
        <li key={title} className={classes.step}>
          <h2 className={classes.title}>{title}</h2>
          <p className={classes.text}>{text}</p>
        </li>
      ))}
    </ol>
  );
}
