/** The same length every time. */
import { count } from "../../../../base/quantity.ts";
import { defineLengths } from "./length-law.ts";

export const constant = defineLengths({
  name: "constant",
  help: "the same length every time",
  options: { tokens: count().meta({ description: "Length, every time." }) },
  create: ({ tokens }) => ({ draw: () => tokens, mean: tokens, longest: tokens, most: tokens }),
});
