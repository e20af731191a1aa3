/**
 * What Gemma 3n has beside its language model: a convolutional network for images and a conformer for sound, each with an
 * embedding of its own tokens and a projection to the width of words. They count as parameters, which are resident; their
 * work is left out and named.
 *
 * Source of shapes: `modeling_gemma3n.py` of the transformers library. The network for images is MobileNet-v5 of the timm
 * library, whose published count is taken whole.
 */
import type { ConfigFields } from "../config-fields.ts";

/** Parameters of networks for images that files name by their architecture (presets of KerasHub). */
const imageNetworks: Readonly<Record<string, number>> = { mobilenetv5_300m_enc: 294_284_096 };

/** Own tokens, norms of these and of what the tower gives, and the projection to words `width` wide. */
function embedderParameters(words: number, hidden: number, width: number): number {
  return words * hidden + 2 * hidden + hidden * width;
}

/** Parameters of the network for images and what leads from it to words `width` wide. */
export function imageNetworkParameters(vision: ConfigFields, width: number): number {
  const name = vision.text("architecture") ?? "mobilenetv5_300m_enc";
  const network = Object.hasOwn(imageNetworks, name) ? imageNetworks[name] : undefined;
  if (network === undefined) {
    vision.expect("architecture", `a network whose size is known: ${Object.keys(imageNetworks).join(", ")}`);
  }
  vision.regard(
    "do_pooling",
    "model_args",
    "vocab_offset",
    "num_classes",
    "label_names",
    "initializer_range",
  );
  const words = vision.count("vocab_size", 128);
  return (network ?? 0) + embedderParameters(words, vision.count("hidden_size", 2048), width);
}

/** Bins that a convolution of three with a stride, padded by one on each side, leaves of `bins`. */
const convolved = (bins: number, kernel: number, stride: number) =>
  Math.floor((bins + 2 - kernel) / stride) + 1;

/** Parameters of the conformer for sound and what leads from it to words `width` wide. */
export function soundEncoderParameters(audio: ConfigFields, width: number): number {
  const hidden = audio.count("hidden_size", 1536);
  const heads = audio.count("conf_num_attention_heads", 8);
  const layers = audio.count("conf_num_hidden_layers", 12);
  const taps = audio.count("conf_conv_kernel_size", 5);
  const channels = audio.numbers("sscp_conv_channel_size") ?? [128, 32];
  if (channels.length !== 2) audio.expect("sscp_conv_channel_size", "two numbers");
  const [first = 0, second = 0] = channels;
  // Kernels of 3 x 3 and strides of 2 x 2, as all files of this type have.
  audio.regard("sscp_conv_kernel_size", "sscp_conv_stride_size", "sscp_conv_group_norm_eps", "vocab_offset");
  audio.regard("conf_attention_chunk_size", "conf_attention_context_left", "conf_attention_context_right");
  audio.regard(
    "conf_attention_logit_cap",
    "conf_reduction_factor",
    "conf_residual_weight",
    "gradient_clipping",
  );
  const bins = convolved(convolved(audio.count("input_feat_size", 128), 3, 2), 3, 2);
  const subsampling = 9 * first + first + 9 * first * second + second + second * bins * hidden;
  // Two feed-forward parts of four widths, two norms each.
  const feedForward = 2 * (8 * hidden ** 2 + 2 * hidden);
  // Query, key, value, output and positions, a scale for each dimension of a head, two norms.
  const attention = 5 * hidden ** 2 + hidden / heads + 2 * hidden;
  // A gated projection in, one out, taps for each channel, two norms.
  const convolution = 3 * hidden ** 2 + taps * hidden + 2 * hidden;
  const conformer = layers * (feedForward + attention + convolution + hidden);
  return subsampling + conformer + embedderParameters(audio.count("vocab_size", 128), hidden, width);
}
