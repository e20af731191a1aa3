/**
 * Of what kind a model is, as far as measurements of one speak of another: the kinds of layers that it is made of, and whether
 * they read, write or see. Two dense decoders of different sizes are of one kind; a state-space model is of another.
 */
import { layerKinds, layerName } from "./layer-kinds.ts";
import type { Model } from "./model.ts";
import type { TransformerStack } from "./transformer-stack.ts";

/** Kinds of layers of `model`: `["decoder layers", "decoder expert layers"]`; the family of a network without a stack. */
export function modelKinds({ family, stack, encoder }: Model): string[] {
  const named = (part: string, of: TransformerStack | undefined) =>
    of === undefined ? [] : layerKinds(of).map(({ kind }) => `${part} ${layerName(kind)}`);
  // The language model behind an image tower is a decoder like another.
  const part = family === "multimodal" || family === "encoder-decoder" ? "decoder" : family;
  const kinds = [...named("encoder", encoder), ...named(part, stack)];
  return kinds.length === 0 ? [family] : [...new Set(kinds)];
}
