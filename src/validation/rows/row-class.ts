/** What a measured figure is of, in the words by which people look accuracies up: chip, kind of model, load, kind of figure. */
import { type ColumnFamily, familyOf } from "../../timing/column-family.ts";
import type { Situation } from "../../timing/situation.ts";

/** Classes of a scored figure; null where the row does not say. */
export interface RowClass {
  /** Time per token, throughput, a training step, ... */
  figure: string;
  chip: string | null;
  model_kind: string | null;
  /** How many requests run at once, or that it is a training step. */
  load: string | null;
}

const figures: Readonly<Record<ColumnFamily, string>> = {
  step: "time per token",
  first: "time to first token",
  rate: "throughput of serving",
  training: "training step",
  items: "items per second",
};

/** Ends of the spans of requests at once that are told apart. */
const loadEnds = [1, 8, 32, 128];

/** Classes of the figure in column `metric` of a row in `situation`. */
export function rowClass(metric: string, situation: Situation | undefined): RowClass {
  const family = familyOf(metric);
  const { chip = null, kinds, batch } = situation ?? {};
  return {
    figure: family === undefined ? (otherFigures[metric] ?? metric) : figures[family],
    chip,
    model_kind: kinds === undefined ? null : kindText(kinds),
    load:
      family === undefined
        ? null
        : family === "training"
          ? "training"
          : batch === undefined
            ? null
            : loadText(batch),
  };
}

const otherFigures: Readonly<Record<string, string>> = {
  time_us: "one kernel",
  busbw_gb_s: "collectives",
};

/** `dense decoder`, `mixture of experts`, `encoder`: the kinds of layers in a word or two. */
function kindText(kinds: readonly string[]): string {
  const has = (word: string) => kinds.some((kind) => kind.includes(word));
  if (has("cross-attention")) return "encoder-decoder";
  if (!has("decoder")) return [...new Set(kinds.map((kind) => kind.replace(/ layers$/, "")))].join(", ");
  const kind = has("expert") ? "mixture of experts" : "dense decoder";
  return has("latent") ? `${kind}, latent attention` : kind;
}

/** `1 at once`, `2 to 8 at once`, ..., `more than 128 at once`. */
function loadText(batch: number): string {
  const at = loadEnds.findIndex((end) => batch <= end);
  const last = loadEnds.at(-1) as number;
  if (at < 0) return `more than ${last} at once`;
  const end = loadEnds[at] as number;
  const before = loadEnds[at - 1];
  return before === undefined ? `${end} at once` : `${before + 1} to ${end} at once`;
}
