/** Colours of terminal text, or none. */
import picocolors from "picocolors";

/** Ways to set off a piece of text. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  /** Columns of the terminal; without bound where there is none. */
  width: number;
}

/** A style with or without colour, for lines of `width` columns. */
export function makeStyle(colour: boolean, width = Number.POSITIVE_INFINITY): Style {
  const colours = picocolors.createColors(colour);
  return {
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
    width,
  };
}

/** `text` without the colours of a style. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape character
  return text.replace(/\u001b\[\d+m/g, "");
}
