/** How far an answer can be trusted, in a sentence: its bands and the rows they come from, or that it is an estimate only. */
import type { Summary } from "../simulation/summary.ts";
import { figureName } from "./figures.ts";

/** The sentence; `isEstimate` where a band is missing. */
export function trustOf({ uncertainty }: Summary): { text: string; isEstimate: boolean } {
  const bands = (uncertainty ?? []).filter(({ low, high }) => low !== null && high !== null);
  const [band] = bands;
  if (uncertainty === null || band === undefined)
    return { text: "estimate only: nothing comparable was measured", isEstimate: true };
  const missing = uncertainty.filter((each) => !bands.includes(each)).map(({ metric }) => figureName(metric));
  const coverages = [...new Set(bands.map(({ coverage }) => `${Math.round(coverage * 100)} %`))];
  const sentences = [
    `${coverages.join(" or ")} of measurements lay within such ranges: ${[...new Set(bands.map(({ basis }) => basis))].join("; ")}`,
    ...(band.extrapolated === null ? [] : [`wider, because nothing was measured for ${band.extrapolated}`]),
    ...(missing.length === 0
      ? []
      : [`estimate only, because nothing comparable was measured: ${missing.join(", ")}`]),
  ];
  return { text: sentences.join("; "), isEstimate: missing.length > 0 };
}
