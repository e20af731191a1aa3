/** The different layers of a stack and how often each occurs: equal layers do equal work, described once and repeated. */
import { attentionOf } from "./layer/attention.ts";
import { feedForwardOf } from "./layer/feed-forward.ts";
import { headsPerRank, type Shard } from "./shard.ts";
import type { Layer, TransformerStack } from "./transformer-stack.ts";

/** A kind of layer and how many of a stack are of it. */
export interface CountedKind {
  kind: Layer;
  count: number;
}

const known = new WeakMap<TransformerStack, readonly CountedKind[]>();

/** The distinct layers in order of first appearance; the counts sum to `stack.layers`. A stack never changes. */
export function layerKinds(stack: TransformerStack): readonly CountedKind[] {
  const kinds = known.get(stack) ?? countKinds(stack);
  known.set(stack, kinds);
  return kinds;
}

function countKinds(stack: TransformerStack): CountedKind[] {
  const kinds = new Map<string, CountedKind>();
  for (const { repeat, layer } of stack.runs) {
    const key = JSON.stringify(layer);
    const seen = kinds.get(key);
    if (seen === undefined) kinds.set(key, { kind: layer, count: repeat });
    else seen.count += repeat;
  }
  return [...kinds.values()];
}

/** `layers`, `expert layers`, `windowed layers`, `latent expert layers` ...: the name of a group of them. */
export function layerName({ attention, feedForward }: Layer): string {
  const words = [
    ...attention.map((shape) => attentionOf(shape).adjective(shape)),
    attention.length === 0 ? "feed-forward" : undefined,
    feedForward && feedForwardOf(feedForward).adjective(feedForward),
  ];
  return [...words.filter(Boolean), "layers"].join(" ");
}

/** The layer reads its own sequence; else it does nothing where there is no other. */
export function readsOwnSequence({ attention }: Layer): boolean {
  return attention.length === 0 || attention.some((shape) => attentionOf(shape).ownSequence);
}

/** Heads that tensor ranks divide in the layers of `stack`, kind by kind. */
export function dividedHeads(stack: TransformerStack): { heads: number; kvHeads: number }[] {
  return layerKinds(stack).flatMap(({ kind }) =>
    kind.attention.map((shape) => attentionOf(shape).divided(shape)),
  );
}

/** Experts of a layer that has some, as expert ranks divide them; 0 where none has. */
export function expertCount(stack: TransformerStack | undefined): number {
  return expertSize(stack)?.count ?? 0;
}

/** Most experts that a layer of `stack` has, and the inner width of the widest; undefined where there are none. */
export function expertSize(
  stack: TransformerStack | undefined,
): { count: number; width: number } | undefined {
  if (stack === undefined) return undefined;
  const sizes = layerKinds(stack).flatMap(({ kind: { feedForward } }) => {
    if (feedForward === undefined) return [];
    const kind = feedForwardOf(feedForward);
    return [{ count: kind.experts(feedForward), width: kind.expertWidth(feedForward) }];
  });
  const most = (of: "count" | "width") => Math.max(0, ...sizes.map((size) => size[of]));
  return most("count") === 0 ? undefined : { count: most("count"), width: most("width") };
}

/** Most experts that one token is routed to in a layer of `stack`; 0 where there are none. */
export function routedCopiesMost(stack: TransformerStack | undefined): number {
  if (stack === undefined) return 0;
  const copies = layerKinds(stack).map(({ kind: { feedForward } }) =>
    feedForward === undefined ? 0 : feedForwardOf(feedForward).routedCopies(feedForward),
  );
  return Math.max(...copies);
}

/** Query heads of the layers of `stack`, which tensor ranks divide: those that every layer's are a multiple of. */
export function headsDivided(stack: TransformerStack): number {
  return dividedHeads(stack).reduce((divisor, { heads }) => greatestDivisor(divisor, heads), 0);
}

/** Elements a token that a step works on beside the input of a layer, in the widest layer, on one rank. */
export function workingElements(stack: TransformerStack | undefined, shard: Shard): number {
  if (stack === undefined) return 0;
  const widths = layerKinds(stack).map(({ kind: { feedForward } }) =>
    feedForward === undefined ? 0 : feedForwardOf(feedForward).workingElements(feedForward, shard),
  );
  return Math.max(...widths);
}

function greatestDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestDivisor(second, first % second);
}

/** Elements of one token that the backward pass needs of a layer on one rank, by what divides them. */
export interface SavedElements {
  /** Inputs of each part and of its norm: divided by tokens, with sequence parallelism. */
  byToken: number;
  /** Masks of the parts' dropout, where there is one; divided like these. */
  masks: number;
  /** What lies inside the parts: divided with their heads and columns. */
  byPart: number;
  /** Heads on the rank that may store a score for each pair of tokens. */
  scoreHeads: number;
}

/** Half an element: the mask of a dropout takes one byte where an element takes two. */
const dropoutMask = 0.5;

/** What the backward pass needs of the mean layer of `stack`, on one rank of `shard`. */
export function savedElements(stack: TransformerStack, shard: Shard): SavedElements {
  const sum = { byToken: 0, masks: 0, byPart: 0, scoreHeads: 0 };
  for (const { kind, count } of layerKinds(stack)) {
    const share = count / stack.layers;
    const add = (norms: number, saved: number) => {
      sum.byToken += share * stack.hidden * (1 + norms);
      sum.masks += share * stack.hidden * dropoutMask;
      sum.byPart += share * (saved - stack.hidden);
    };
    for (const shape of kind.attention) {
      const answers = attentionOf(shape);
      add(shape.norms ?? 1, answers.savedElements(shape, stack.hidden, shard));
      if (answers.hasScores) sum.scoreHeads += share * headsPerRank(answers.divided(shape).heads, shard);
    }
    if (kind.feedForward) {
      const { feedForward } = kind;
      add(feedForward.norms ?? 1, feedForwardOf(feedForward).savedElements(feedForward, stack.hidden, shard));
    }
  }
  return sum;
}
