/** From the short form of a stack to runs of layers made of parts. */
import type { AttentionShape } from "./layer/attention.ts";
import type { FeedForwardShape } from "./layer/feed-forward.ts";
import {
  type Layer,
  type LayerRun,
  type ShortCrossAttention,
  type ShortStack,
  stackOfRuns,
  type TransformerStack,
} from "./transformer-stack.ts";

/** `selected` of `layers` layers, spread evenly: of 8 in 40 the fifth, the tenth and so on. `index` counts from 0. */
function isSelected(index: number, selected: number, layers: number): boolean {
  return Math.floor(((index + 1) * selected) / layers) > Math.floor((index * selected) / layers);
}

/** The stack that `short` describes. */
export function expandStack(short: ShortStack): TransformerStack {
  const { layers, experts, slidingWindow, crossAttention } = short;
  const known = new Map<string, Layer>();
  const runs: LayerRun[] = [];
  for (let index = 0; index < layers; index++) {
    const choice = {
      experts: experts !== undefined && (index + 1) % (experts.everyLayers ?? 1) === 0,
      windowed: isSelected(index, slidingWindow?.layers ?? 0, layers),
      cross: isSelected(index, crossAttention?.layers ?? 0, layers),
    };
    const key = JSON.stringify(choice);
    const layer = known.get(key) ?? layerOf(short, choice);
    known.set(key, layer);
    const last = runs[runs.length - 1];
    if (last?.layer === layer) last.repeat++;
    else runs.push({ repeat: 1, layer });
  }
  const { hidden, norm, normWithoutBias } = short;
  return { ...stackOfRuns({ hidden, norm, ...(normWithoutBias ? { normWithoutBias } : {}) }, runs), short };
}

/**
 * A stack in the manner of ViT (Dosovitskiy et al. 2021): every token sees every other, plain feed-forward parts four times as
 * wide, layer norms, all biases; with `crossAttention` its layers look at a source beside them too.
 */
export function visionStack(
  { layers, hidden, heads }: Pick<ShortStack, "layers" | "hidden" | "heads">,
  crossAttention?: ShortCrossAttention,
): TransformerStack {
  return expandStack({
    layers,
    hidden,
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    ffn: 4 * hidden,
    gated: false,
    causal: false,
    biases: "all",
    norm: "layernorm",
    rotary: false,
    ...(crossAttention && { crossAttention }),
  });
}

interface LayerChoice {
  experts: boolean;
  windowed: boolean;
  cross: boolean;
}

function layerOf(short: ShortStack, choice: LayerChoice): Layer {
  const { crossAttention, parallelFeedForward } = short;
  const own = choice.cross && crossAttention?.replacesSelf ? [] : [ownAttention(short, choice.windowed)];
  return {
    attention: [...own, ...(choice.cross ? crossAttentionOf(short) : [])],
    feedForward: feedForward(short, choice.experts),
    ...(parallelFeedForward ? { parallel: true } : {}),
  };
}

function ownAttention(short: ShortStack, windowed: boolean): AttentionShape {
  const { heads, kvHeads, headDim, causal, rotary, biases, queryKeyNorm, sinks, slidingWindow } = short;
  const shape = {
    heads,
    kvHeads,
    headDim,
    causal,
    rotary,
    biases,
    ...(queryKeyNorm ? { queryKeyNorm } : {}),
    ...(sinks ? { sinks } : {}),
  };
  return windowed && slidingWindow
    ? { kind: "sliding-window", window: slidingWindow.tokens, ...shape }
    : { kind: "grouped", ...shape };
}

function crossAttentionOf(short: ShortStack): AttentionShape[] {
  const { heads, kvHeads, headDim, biases, queryKeyNorm, crossAttention } = short;
  if (crossAttention === undefined) return [];
  const { sourceWidth } = crossAttention;
  return [
    {
      kind: "cross",
      heads,
      kvHeads,
      headDim,
      sourceWidth,
      biases,
      ...(queryKeyNorm ? { queryKeyNorm } : {}),
    },
  ];
}

function feedForward(short: ShortStack, withExperts: boolean): FeedForwardShape {
  const { experts, gated, ffn } = short;
  const biases = short.biases === "all";
  if (!withExperts || experts === undefined) return { kind: "dense", width: ffn, gated, biases };
  const { count, active, ffn: width, shared } = experts;
  return {
    kind: "experts",
    count,
    active,
    width,
    gated,
    biases,
    correction: false,
    ...(shared > 0 ? { shared: { width: shared * width, gate: false } } : {}),
  };
}
