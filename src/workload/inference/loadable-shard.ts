/**
 * Whether serving software would load a model at a degree of tensor parallelism. Stacks on GPUs split attention by whole
 * heads and feed-forward parts by whole columns: they refuse ranks that do not divide these, or that neither divide the KV
 * heads nor are a multiple of them. Neuron's pad to the next multiple, and what pads costs as much as what is real. All pad
 * the vocabulary.
 */
import type { Chip } from "../../hardware/chip.ts";
import { dividedHeads, layerKinds } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import { attentionRanks, expertTensorRanks, type Shard } from "../../models/shard.ts";

/** How a warning begins that no plan may rest on. */
export const wouldNotLoad = "would not load: ";

/** Heads that the ranks of `shard` do not divide. */
function unevenHeads(model: Model, shard: Shard): { heads: number; kvHeads: number } | undefined {
  if (model.stack === undefined) return undefined;
  const ranks = attentionRanks(shard);
  return dividedHeads(model.stack).find(
    ({ heads, kvHeads }) => heads % ranks !== 0 || (kvHeads % ranks !== 0 && ranks % kvHeads !== 0),
  );
}

/** Whether the software of `chip` loads `model` split as `shard` says. */
export function loads(model: Model, shard: Shard, chip: Chip): boolean {
  if (chip.kind === "neuron") return true;
  return unevenHeads(model, shard) === undefined && unevenColumns(model, shard) === undefined;
}

/** Columns of a feed-forward part that its ranks do not divide. */
function unevenColumns(
  { stack }: Model,
  shard: Shard,
): { what: string; columns: number; ranks: number } | undefined {
  if (stack === undefined) return undefined;
  const parts = layerKinds(stack).flatMap(({ kind: { feedForward } }) => {
    if (feedForward === undefined) return [];
    const { width } = feedForward;
    if (feedForward.kind === "dense") return [{ what: "feed-forward", columns: width, ranks: shard.tensor }];
    const { shared } = feedForward;
    return [
      { what: "expert", columns: width, ranks: expertTensorRanks(shard) },
      ...(shared ? [{ what: "shared expert", columns: shared.width, ranks: shard.tensor }] : []),
    ];
  });
  return parts.find(({ columns, ranks }) => columns % ranks !== 0);
}

/** What to say of a split that is uneven: heads, then columns; nothing where all is even. */
export function shardWarnings(model: Model, shard: Shard, chip: Chip): string[] {
  return [headWarning(model, shard, chip), columnWarning(model, shard, chip)].filter(
    (each) => each !== undefined,
  );
}

function columnWarning(model: Model, shard: Shard, chip: Chip): string | undefined {
  const uneven = unevenColumns(model, shard);
  if (uneven === undefined) return undefined;
  const { what, columns, ranks } = uneven;
  const text = `the ${columns} ${what} columns of ${model.name} do not divide over ${ranks} ranks`;
  if (chip.kind !== "neuron") {
    return `${wouldNotLoad}${text}; software on ${chip.kind.toUpperCase()}s refuses this`;
  }
  const padded = Math.ceil(columns / ranks) * ranks;
  const more = Math.round((padded / columns - 1) * 1000) / 10;
  return `${text}: they are padded to ${padded}, ${more} % more of them`;
}

/** What to say of heads that the ranks do not divide; nothing where they do. */
function headWarning(model: Model, shard: Shard, chip: Chip): string | undefined {
  const uneven = unevenHeads(model, shard);
  if (uneven === undefined) return undefined;
  const ranks = attentionRanks(shard);
  const { heads, kvHeads } = uneven;
  const what = `the ${heads} query and ${kvHeads} KV heads of ${model.name} do not divide over ${ranks} ranks`;
  if (chip.kind !== "neuron")
    return `${wouldNotLoad}${what}; software on ${chip.kind.toUpperCase()}s refuses this`;
  const padded = Math.ceil(heads / ranks) * ranks;
  return `${what}: they are padded to ${padded}, ${Math.round((padded / heads - 1) * 100)} % more attention`;
}
