/** A bar of parts that fill a whole, with a key of names and shares below: memory by part, time by what it went to. */
/// <reference lib="dom" />
import { significant } from "../base/units.ts";
import { seriesColours } from "../report/html/chart.ts";
import { element } from "./element.ts";

/** A part of the whole. */
export interface Part {
  name: string;
  fraction: number;
  /** What it is, for the key; its share where absent. */
  text?: string;
  /** Whether it is what nothing takes. */
  isFree?: boolean;
}

/** The bar. `label` says what it is to who does not see it. */
export function bar(label: string, parts: readonly Part[]): HTMLElement {
  const colourOf = (index: number) =>
    `background:${parts[index]?.isFree ? "var(--line)" : seriesColours[index % seriesColours.length]}`;
  const words = parts.map(({ name, fraction, text }) => `${name} ${text ?? percent(fraction)}`);
  const pieces = parts.map(({ fraction }, index) =>
    element("span", { style: `width:${(100 * Math.min(1, fraction)).toFixed(3)}%;${colourOf(index)}` }),
  );
  const key = words.map((word, index) =>
    element(
      "li",
      {},
      element("span", { class: "swatch", style: colourOf(index), "aria-hidden": "true" }),
      word,
    ),
  );
  return element(
    "div",
    {},
    element("div", { class: "bar", role: "img", "aria-label": `${label}: ${words.join(", ")}` }, ...pieces),
    element("ul", { class: "key", "aria-hidden": "true" }, ...key),
  );
}

/** A fraction for people. */
export function percent(fraction: number): string {
  return `${significant(100 * fraction, 2)} %`;
}
