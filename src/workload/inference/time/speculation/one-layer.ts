/** A network of one of a model's layers and its output head: what EAGLE and Medusa put on top of a model. */
import { elementAt } from "../../../../base/element-at.ts";
import { attentionOf } from "../../../../models/layer/attention.ts";
import type { FeedForwardShape } from "../../../../models/layer/feed-forward.ts";
import type { Model } from "../../../../models/model.ts";
import { type Layer, stackOfRuns } from "../../../../models/transformer-stack.ts";

/** `model` with a single dense layer: the last one's attention without a window, experts as one network of the active ones. */
export function oneLayerOf(model: Model): Model {
  const { stack } = model;
  if (stack === undefined) return model;
  const attends = stack.runs.map(({ layer }) => layer).filter(({ attention }) => attention.length > 0);
  const last = attends.at(-1) ?? elementAt(stack.runs, 0).layer;
  const layer: Layer = {
    ...last,
    attention: last.attention
      .filter((shape) => attentionOf(shape).ownSequence)
      .map((shape) => {
        if (shape.kind !== "sliding-window") return shape;
        const { window: _, ...rest } = shape;
        return { ...rest, kind: "grouped" };
      }),
    ...(last.feedForward ? { feedForward: denseOf(last.feedForward) } : {}),
  };
  return { ...model, name: `one layer of ${model.name}`, stack: stackOfRuns(stack, [{ repeat: 1, layer }]) };
}

function denseOf(shape: FeedForwardShape): FeedForwardShape {
  if (shape.kind === "dense") return shape;
  const { active, width, shared, gated, biases } = shape;
  return { kind: "dense", width: active * width + (shared?.width ?? 0), gated, biases };
}
