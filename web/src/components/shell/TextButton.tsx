import type { ButtonHTMLAttributes } from "react";
import classes from "./TextButton.module.css";

/** A quiet button that reads as a link: for showing more and trying again. */
export function TextButton(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" {...props} className={classes.button} />;
}
