/** The measurements nearest to an answer: carried by the page as text, told beside the answer. */
import { formatTime, significant } from "../base/units.ts";
import type { MeasuredPoint } from "../timing/measured-point.ts";
import type { Situation } from "../timing/situation.ts";

/** Told beside an answer, at most. */
const shownMost = 2;

/** What another format of weights counts, as if a figure were twice as large. */
const otherFormat = Math.log(2) ** 2;

const unknown = "-";
const cell = (value: string | number | null) => value ?? unknown;
const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));

/** `points` in few letters: a line of chip, model, parameters and weights, and below it a line for each point. */
export function pointsText(points: readonly MeasuredPoint[]): string {
  let head = "";
  return points
    .flatMap(({ id, chip, model, parameters, weights, tensor, batch, tokens, firstMs, tokenMs }) => {
      const own = ["", chip, model.replaceAll(" ", "_"), parameters, cell(weights)].join(" ");
      const line = [id, tensor, batch, tokens, rounded(firstMs), rounded(tokenMs)].map(cell).join(" ");
      if (own === head) return [line];
      head = own;
      return [own, line];
    })
    .join("\n");
}

/** The points of a text that `pointsText` wrote. */
export function pointsIn(text: string): MeasuredPoint[] {
  let head = { chip: "", model: "", parameters: 0, weights: null as string | null };
  const number = (written = unknown) => (written === unknown ? null : Number(written));
  return text.split("\n").flatMap((line): MeasuredPoint[] => {
    const [id = "", ...cells] = line.split(" ");
    if (id === "") {
      const [chip = "", model = "", parameters, weights = unknown] = cells;
      head = { chip, model, parameters: Number(parameters), weights: weights === unknown ? null : weights };
      return [];
    }
    const [tensor = null, batch = null, tokens, firstMs = null, tokenMs] = cells.map(number);
    return [{ ...head, id, tensor, batch, tokens: Number(tokens), firstMs, tokenMs: Number(tokenMs) }];
  });
}

/**
 * Those of `points` on the chip of `situation` that are nearest to it, by the ratios of size, degree, batch and length; none where
 * the chip was never measured, or is one's own.
 */
export function nearestPoints(points: readonly MeasuredPoint[], situation: Situation): MeasuredPoint[] {
  if (situation.isOwnHardware) return [];
  const { tensor, batch, tokens } = situation;
  const parameters = situation.parameters && situation.parameters / 1e9;
  const farness = (point: MeasuredPoint) => {
    const pairs = [
      [point.parameters, parameters],
      [point.tensor, tensor],
      [point.batch, batch],
      [point.tokens, tokens],
    ];
    const ratios = pairs.map(([own, asked]) => (own && asked ? Math.log(own / asked) ** 2 : 0));
    const isOtherFormat = point.weights !== null && point.weights !== situation.weights;
    return ratios.reduce((sum, each) => sum + each, isOtherFormat ? otherFormat : 0);
  };
  return points
    .filter(({ chip }) => chip === situation.chip)
    .map((point) => ({ point, farness: farness(point) }))
    .sort((a, b) => a.farness - b.farness)
    .slice(0, shownMost)
    .map(({ point }) => point);
}

/** `llama-3.1-8b, bf16, tensor 8, batch 8, 1,750 tokens: first token after 95 ms, then one every 12.3 ms (srv093)`. */
export function pointText(point: MeasuredPoint): string {
  const { id, model, weights, tensor, batch, tokens, firstMs, tokenMs } = point;
  const asked = [
    model,
    ...(weights === null ? [] : [weights]),
    ...(tensor === null ? [] : [`tensor ${tensor}`]),
    ...(batch === null ? [] : [`batch ${batch}`]),
    `${significant(tokens, 6)} tokens`,
  ];
  const time = (ms: number) => formatTime(ms * 1e6);
  const first = firstMs === null ? "" : `first token after ${time(firstMs)}, then `;
  return `${asked.join(", ")}: ${first}one every ${time(tokenMs)} (${id})`;
}
