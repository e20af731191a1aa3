/** What measurements cover, and in what a prediction lies outside of it. */
import { significant } from "../base/units.ts";
import type { Situation } from "./situation.ts";

/** Spans of measured configurations: [least, most]. */
export interface Coverage {
  chips: readonly string[];
  models: readonly string[];
  /** Billions of parameters. */
  parameters?: readonly [number, number] | undefined;
  tensor?: readonly [number, number] | undefined;
  batch?: readonly [number, number] | undefined;
  /** Tokens of a sequence: of a request's prompt and answer together. */
  tokens?: readonly [number, number] | undefined;
  /** Experts of a layer, and the inner width of one; absent where no mixture of experts was among them. */
  expertCount?: readonly [number, number] | undefined;
  expertWidth?: readonly [number, number] | undefined;
  /** Storage formats of the weights. */
  weights: readonly string[];
  /** Kinds of layers of the models, as `modelKinds` names them; of networks without a stack their family. */
  kinds: readonly string[];
  /** What rows had beside the ordinary, in the words of `Situation.features`. */
  features: readonly string[];
}

/** Within this factor of the ends of a measured span is inside. */
const margin = { least: 0.8, most: 1.25 };

/** In words, in what `situation` lies outside of `covers`, the model and its kind aside. */
export function outsideOf(covers: Coverage, situation: Situation): string[] {
  const billions = situation.parameters === undefined ? undefined : situation.parameters / 1e9;
  const { chip, tensor, batch, tokens, experts, weights } = situation;
  return [
    covers.chips.includes(chip) ? [] : `${chip} (measured: ${covers.chips.join(", ")})`,
    beyond(billions, covers.parameters)
      ? `${significant(billions as number)} B parameters (${measuredSpan(covers.parameters)})`
      : [],
    beyond(tensor, covers.tensor) ? `tensor ${tensor} (${measuredSpan(covers.tensor)})` : [],
    beyond(batch, covers.batch)
      ? `a mean batch of ${significant(batch as number)} (${measuredSpan(covers.batch)})`
      : [],
    beyond(tokens, covers.tokens)
      ? `${significant(Math.round(tokens as number))} tokens (${measuredSpan(covers.tokens)})`
      : [],
    expertsOutside(covers, experts),
    weights !== undefined && covers.weights.length > 0 && !covers.weights.map(wide).includes(wide(weights))
      ? `weights in ${weights} (measured: ${covers.weights.join(", ")})`
      : [],
  ].flat();
}

/** In what `experts` are unlike measured ones; nothing of a dense model. */
function expertsOutside(covers: Coverage, experts: Situation["experts"]): string[] {
  if (experts === undefined) return [];
  if (covers.expertWidth === undefined) return ["a mixture of experts (measured: dense models)"];
  return [
    ...(beyond(experts.count, covers.expertCount)
      ? [`${experts.count} experts a layer (${measuredSpan(covers.expertCount)})`]
      : []),
    ...(beyond(experts.width, covers.expertWidth)
      ? [`experts of ${experts.width} columns (${measuredSpan(covers.expertWidth)})`]
      : []),
  ];
}

/** Whether `value` lies further out of `span` than the margin; what is not known does not. */
function beyond(value: number | undefined, span: readonly [number, number] | undefined): boolean {
  if (value === undefined || span === undefined) return false;
  return value < span[0] * margin.least || value > span[1] * margin.most;
}

function measuredSpan(span?: readonly [number, number]): string {
  const ends = span?.map((end) => significant(end));
  return `measured: ${[...new Set(ends)].join(" to ")}`;
}

/** Formats as alike in speed: the two of 16 bits, and those of 8 and 4 bits whatever blocks their scales are of. */
function wide(format: string): string {
  if (format === "fp16") return "bf16";
  return format.replace(/^(mx|nv)(?=fp)/, "").replace(/-.*$/, "");
}
