/** Colours of terminal text, or none. */
import picocolors from "picocolors";

/** Ways to set off a piece of text. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

/** A style with or without colour. */
export function makeStyle(colour: boolean): Style {
  const colours = picocolors.createColors(colour);
  return {
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
  };
}
