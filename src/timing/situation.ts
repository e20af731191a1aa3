/** What a prediction is made for, and in what that lies outside of what was measured. */
import { significant } from "../base/units.ts";
import type { Coverage } from "./evidence.ts";

/** What a prediction is made for; parts that are not known are taken as covered. */
export interface Situation {
  /** Catalog name of the chip. */
  chip: string;
  /** Name of the model. */
  model?: string | undefined;
  /** Kinds of layers that the model is made of. */
  kinds?: readonly string[] | undefined;
  /** Parameters of the model. */
  parameters?: number | undefined;
  tensor?: number | undefined;
  /** Sequences in a step. */
  batch?: number | undefined;
  /** Tokens of the longest sequence. */
  tokens?: number | undefined;
  /** Experts of a layer and the inner width of one, where the model is a mixture of experts. */
  experts?: { count: number; width: number } | undefined;
  /** Storage of the weights. */
  weights?: string | undefined;
  /** Whether figures of the hardware are the asker's own. */
  isOwnHardware?: boolean;
  /** In words, what is asked for beside the ordinary, such as `LoRA adapters`. */
  features?: readonly string[];
}

/** The feature of training adapters beside weights that stay as they are. */
export const fineTuning = "LoRA fine-tuning";

/** Within this factor of the ends of a measured span is inside. */
const margin = { least: 0.8, most: 1.25 };

/** In words, in what `situation` lies outside of `covers`, the model and its kind aside. */
export function outsideOf(covers: Coverage, situation: Situation): string[] {
  const billions = situation.parameters === undefined ? undefined : situation.parameters / 1e9;
  const { chip, tensor, batch, tokens, experts, weights } = situation;
  return [
    covers.chips.includes(chip) ? [] : `${chip} (measured: ${covers.chips.join(", ")})`,
    beyond(billions, covers.parameters)
      ? `${billions?.toPrecision(3)} B parameters (${measuredSpan(covers.parameters)})`
      : [],
    beyond(tensor, covers.tensor) ? `tensor ${tensor} (${measuredSpan(covers.tensor)})` : [],
    beyond(batch, covers.batch)
      ? `a mean batch of ${significant(batch as number)} (${measuredSpan(covers.batch)})`
      : [],
    beyond(tokens, covers.tokens)
      ? `${Math.round(tokens as number)} tokens (${measuredSpan(covers.tokens)})`
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
  return `measured: ${span?.map((end) => significant(end)).join(" to ")}`;
}

/** Formats as alike in speed: the two of 16 bits, and those of 8 and 4 bits whatever blocks their scales are of. */
function wide(format: string): string {
  if (format === "fp16") return "bf16";
  return format.replace(/^(mx|nv)(?=fp)/, "").replace(/-.*$/, "");
}
