/**
 * Whether serving software would load a model at a degree of tensor parallelism. Stacks on GPUs split attention by whole
 * heads and refuse ranks that do not divide them, or that neither divide the KV heads nor are a multiple of them; Neuron's
 * pad to the next multiple, and the heads that pad cost as much as real ones.
 */
import type { Chip } from "../../hardware/chip.ts";
import { dividedHeads } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import { attentionRanks, type Shard } from "../../models/shard.ts";

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
  return chip.kind === "neuron" || unevenHeads(model, shard) === undefined;
}

/** What to say of heads that the ranks do not divide; nothing where they do. */
export function headWarning(model: Model, shard: Shard, chip: Chip): string | undefined {
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
