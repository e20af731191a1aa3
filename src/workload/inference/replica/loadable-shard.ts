/**
 * Whether serving software would load a model at a degree of tensor parallelism, stack by stack.
 *
 * - The runtime of a chip may let groups of some sizes alone exchange (`Chip.groupSizes`).
 * - On GPUs attention is split by whole heads and feed-forward parts by whole columns: ranks that do not divide these, or
 *   that neither divide the KV heads nor are a multiple of them, are refused. The vocabulary is padded.
 * - On Neuron cores what does not divide is padded to the next multiple, and what pads costs as much as what is real.
 * - NxD Inference pads heads, KV heads, dense columns, shared experts and the vocabulary (`pad=True` of its parallel layers),
 *   but not the columns of routed experts, whose fused layers assert that ranks divide them; and of models with latent
 *   attention neither the heads (asserted) nor width, dense columns and vocabulary, whose layers are made without padding
 *   (open source of neuronx-distributed-inference and neuronx-distributed, 2025 and 2026).
 */
import { type Chip, takesGroupOf } from "../../../hardware/chip.ts";
import { attentionOf } from "../../../models/layer/attention.ts";
import { layerKinds } from "../../../models/layer-kinds.ts";
import type { Model } from "../../../models/model.ts";
import { attentionRanks, expertTensorRanks, type Shard, sharedExpertRanks } from "../../../models/shard.ts";
import type { SoftwareProfile } from "../../../timing/software-profile.ts";

/** How a warning begins that no plan may rest on. */
export const wouldNotLoad = "would not load: ";

/** What loads a model. */
export interface LoadingSoftware {
  chip: Chip;
  profile: Pick<SoftwareProfile, "title" | "behaviours">;
}

/** Something of a model that its ranks do not divide. */
interface Uneven {
  /** In words, with its number. */
  what: string;
  number: number;
  ranks: number;
  /** What there is more of where it is padded. */
  costs: string;
  /** NxD Inference pads it. */
  isPaddedInPart: boolean;
}

function isLatent({ stack }: Model): boolean {
  return stack?.runs.some(({ layer }) => layer.attention.some(({ kind }) => kind === "latent")) ?? false;
}

/** The first of the layers' attention parts whose heads the ranks of `shard` do not divide. */
function unevenHeads(model: Model, shard: Shard): Uneven[] {
  if (model.stack === undefined) return [];
  const ranks = attentionRanks(shard);
  const shapes = layerKinds(model.stack).flatMap(({ kind }) => kind.attention);
  for (const shape of shapes) {
    const { heads, kvHeads } = attentionOf(shape).divided(shape);
    if (heads % ranks === 0 && (kvHeads % ranks === 0 || ranks % kvHeads === 0)) continue;
    const what = `${heads} query and ${kvHeads} KV heads`;
    return [{ what, number: heads, ranks, costs: "attention", isPaddedInPart: shape.kind !== "latent" }];
  }
  return [];
}

/** The first of the feed-forward parts whose columns their ranks do not divide. */
function unevenColumns(model: Model, shard: Shard): Uneven[] {
  if (model.stack === undefined) return [];
  const columns = (kind: string, number: number, ranks: number, isPaddedInPart: boolean): Uneven => ({
    what: `${number} ${kind} columns`,
    number,
    ranks,
    costs: "of them",
    isPaddedInPart,
  });
  const parts = layerKinds(model.stack).flatMap(({ kind: { feedForward } }) => {
    if (feedForward === undefined) return [];
    const { width } = feedForward;
    if (feedForward.kind === "dense") return [columns("feed-forward", width, shard.tensor, !isLatent(model))];
    const { shared } = feedForward;
    return [
      columns("expert", width, expertTensorRanks(shard), false),
      ...(shared ? [columns("shared expert", shared.width, sharedExpertRanks(shard), true)] : []),
    ];
  });
  return parts.filter(({ number, ranks }) => number % ranks !== 0).slice(0, 1);
}

/** Width and vocabulary of a model with latent attention, whose embedding and head NxD Inference does not pad. */
function unevenEnds(model: Model, { tensor }: Shard): Uneven[] {
  if (model.stack === undefined || !isLatent(model)) return [];
  const ends: [string, number][] = [
    ["columns of the embedding", model.stack.hidden],
    ["rows of the vocabulary", model.vocabulary],
  ];
  return ends
    .filter(([, number]) => number % tensor !== 0)
    .map(([kind, number]) => ({
      what: `${number} ${kind}`,
      number,
      ranks: tensor,
      costs: "of them",
      isPaddedInPart: false,
    }));
}

/** Why the chip's runtime would not let the ranks of a layer exchange; nothing where it would. */
function refusedGroup({ tensor }: Shard, { chip }: LoadingSoftware): string[] {
  if (takesGroupOf(chip, tensor)) return [];
  const sizes = (chip.groupSizes as number[]).join(", ");
  return [`the runtime of ${chip.title} takes ${sizes} and multiples of the last, not ${tensor} ranks`];
}

/** All that is uneven for the software at hand. */
function uneven(model: Model, shard: Shard, { chip, profile }: LoadingSoftware): Uneven[] {
  const padsInPart = chip.kind === "neuron" && profile.behaviours.padsInPart;
  return [
    ...unevenHeads(model, shard),
    ...unevenColumns(model, shard),
    ...(padsInPart ? unevenEnds(model, shard) : []),
  ];
}

function isRefused({ isPaddedInPart }: Uneven, { chip, profile }: LoadingSoftware): boolean {
  return chip.kind !== "neuron" || (profile.behaviours.padsInPart && !isPaddedInPart);
}

/** Whether `software` loads `model` split as `shard` says. */
export function loads(model: Model, shard: Shard, software: LoadingSoftware): boolean {
  return (
    refusedGroup(shard, software).length === 0 &&
    !uneven(model, shard, software).some((each) => isRefused(each, software))
  );
}

/** What to say of a split: a group that the runtime refuses, then what is uneven of heads, columns and ends and costs anything. */
export function shardWarnings(model: Model, shard: Shard, software: LoadingSoftware): string[] {
  const { chip, profile } = software;
  const refused = refusedGroup(shard, software).map((why) => `${wouldNotLoad}${why}`);
  const split = uneven(model, shard, software).flatMap((each) => {
    const { what, number, ranks, costs } = each;
    const text = `the ${what} of ${model.name} do not divide over ${ranks} ranks`;
    if (isRefused(each, software)) {
      const who = chip.kind === "neuron" ? profile.title : `software on ${chip.kind.toUpperCase()}s`;
      return [`${wouldNotLoad}${text}; ${who} refuses this`];
    }
    const padded = Math.ceil(number / ranks) * ranks;
    const more = Math.round((padded / number - 1) * 1000) / 10;
    return more > 0 ? [`${text}: they are padded to ${padded}, ${more} % more ${costs}`] : [];
  });
  return [...refused, ...split];
}
