/** What does not fit together in the shape of a model that a file describes, each with what would. */
import type { Problem } from "../base/errors.ts";
import { attentionOf } from "./layer/attention.ts";
import { layerKinds } from "./layer-kinds.ts";
import type { Model } from "./model.ts";
import type { Layer } from "./transformer-stack.ts";

/** Lists of a file that say something of each layer. */
const perLayer = [
  "layer_types",
  "mlp_layer_types",
  "attn_type_list",
  "layers_block_type",
  "no_rope_layers",
  // A list in Gemma 3n alone.
  "intermediate_size",
] as const;

/** Problems of the parts of `model`'s layers, each told once. */
export function shapeProblems(model: Model): Problem[] {
  const stacks = [model.stack, model.encoder, model.image?.stack].filter((stack) => stack !== undefined);
  const problems = stacks.flatMap((stack) => layerKinds(stack).flatMap(({ kind }) => layerProblems(kind)));
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
}

function layerProblems({ attention, feedForward }: Layer): Problem[] {
  const ofAttention = attention.flatMap((shape): Problem[] => {
    const { heads, kvHeads } = attentionOf(shape).divided(shape);
    const broken = Object.entries(shape).filter(
      ([, value]) => typeof value === "number" && !Number.isInteger(value),
    );
    return [
      ...(heads % kvHeads === 0
        ? []
        : [
            {
              path: "num_key_value_heads",
              found: `${kvHeads}`,
              expected: `a divisor of the ${heads} heads (${shape.kind} attention)`,
            },
          ]),
      ...broken.map(([name, value]) => ({
        path: name,
        found: `${value}`,
        expected: `a whole number: heads that divide the width, or ${name} beside them`,
      })),
    ];
  });
  const tooActive = feedForward?.kind === "experts" && feedForward.active > feedForward.count;
  return [
    ...ofAttention,
    ...(tooActive
      ? [
          {
            path: "num_experts_per_tok",
            found: `${feedForward.active}`,
            expected: `at most the ${feedForward.count} experts there are`,
          },
        ]
      : []),
  ];
}

/** Lists that leave layers of `model` out. */
export function listProblems(config: unknown, { stack }: Model, path = ""): Problem[] {
  if (stack === undefined || typeof config !== "object" || config === null) return [];
  const fields = config as Record<string, unknown>;
  const own = perLayer.flatMap((name): Problem[] => {
    const list = fields[name];
    if (!Array.isArray(list) || list.length === 0 || list.length >= stack.layers) return [];
    const expected = `one for each of the ${stack.layers} layers`;
    return [{ path: `${path}${name}`, found: `a list of ${list.length}`, expected }];
  });
  return [...own, ...listProblems(fields.text_config, { stack } as Model, "text_config.")];
}
