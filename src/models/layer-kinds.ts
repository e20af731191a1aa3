/**
 * The different layers of a stack and how often each occurs. A stack is uniform but for experts on every k-th layer, a
 * sliding window on some and cross-attention on some; layers alike in all three do equal work, so that work is described
 * once and repeated.
 */
import type { TransformerStack } from "./transformer-stack.ts";

/** A layer, in what tells it from others of its stack. */
export interface LayerKind {
  experts: boolean;
  windowed: boolean;
  crossAttention: boolean;
}

/** `selected` of `layers` layers, spread evenly: of 8 in 40 the fifth, the tenth and so on. `index` counts from 0. */
function isSelected(index: number, selected: number, layers: number): boolean {
  return Math.floor(((index + 1) * selected) / layers) > Math.floor((index * selected) / layers);
}

/** What kind of layer stands at `index`, from 0. */
export function layerKindAt(stack: TransformerStack, index: number): LayerKind {
  const { layers, experts, slidingWindow, crossAttention } = stack;
  return {
    experts: experts !== undefined && (index + 1) % (experts.everyLayers ?? 1) === 0,
    windowed: isSelected(index, slidingWindow?.layers ?? 0, layers),
    crossAttention: isSelected(index, crossAttention?.layers ?? 0, layers),
  };
}

/** A kind of layer and how many of a stack are of it. */
interface CountedKind {
  kind: LayerKind;
  count: number;
}

const known = new WeakMap<TransformerStack, readonly CountedKind[]>();

/** The distinct kinds of layers in order of first appearance; the counts sum to `stack.layers`. A stack never changes. */
export function layerKinds(stack: TransformerStack): readonly CountedKind[] {
  const kinds = known.get(stack) ?? countKinds(stack);
  known.set(stack, kinds);
  return kinds;
}

function countKinds(stack: TransformerStack): CountedKind[] {
  const kinds = new Map<string, CountedKind>();
  for (let index = 0; index < stack.layers; index++) {
    const kind = layerKindAt(stack, index);
    const key = layerName(kind);
    const seen = kinds.get(key);
    if (seen === undefined) kinds.set(key, { kind, count: 1 });
    else seen.count++;
  }
  return [...kinds.values()];
}

/** `layers`, `expert layers`, `windowed layers`, `windowed cross-attention layers` ...: the name of a group of them. */
export function layerName(kind: LayerKind): string {
  const words = [
    kind.windowed && "windowed",
    kind.crossAttention && "cross-attention",
    kind.experts && "expert",
  ];
  return [...words.filter(Boolean), "layers"].join(" ");
}

/** The layer attends to its own sequence, and so has keys and values in the cache. */
export function attendsToSelf(stack: TransformerStack, kind: LayerKind): boolean {
  return !(kind.crossAttention && stack.crossAttention?.replacesSelf);
}
