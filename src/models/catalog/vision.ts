/**
 * Image classifiers: ViT-Base on patches of 16 pixels (Dosovitskiy et al. 2021, arXiv:2010.11929) and ResNet-50 (He et
 * al. 2016, arXiv:1512.03385, table 1: 4.1 G multiply-adds at 224 pixels), both with 1,000 classes.
 */
import { bertModel } from "../architectures.ts";
import type { Model } from "../model.ts";

/** ViT-Base and ResNet-50. */
export const visionModels: readonly Model[] = [
  bertModel({
    name: "vit-base",
    title: "ViT-Base/16",
    aliases: ["vit-base-patch16-224"],
    layers: 12,
    hidden: 768,
    heads: 12,
    vocabulary: 0,
    maxTokens: 197,
    publishedParameters: 86_567_656,
    model: {
      family: "vision",
      positions: 0,
      patches: { patch: 16, imageSize: 224, channels: 3, tokens: 197 },
      outputLayers: [{ name: "classifier", inputs: 768, outputs: 1000, bias: true }],
    },
    source: "config.json of google/vit-base-patch16-224 on Hugging Face",
  }),
  {
    name: "resnet-50",
    title: "ResNet-50",
    family: "cnn",
    item: {
      kind: "residual-network",
      imageSize: 224,
      passes: 1,
      stem: 64,
      blocks: [3, 4, 6, 3],
      widths: [64, 128, 256, 512],
      classes: 1000,
    },
    vocabulary: 0,
    maxTokens: 0,
    positions: 0,
    tiedEmbeddings: false,
    head: false,
    // Scales and shifts of the batch norms, and the classifier's bias.
    otherParameters: 53_120 + 1000,
    publishedParameters: 25_557_032,
    source: "He et al. 2016, table 1; parameters of torchvision's resnet50",
  },
  {
    name: "resnet-101",
    title: "ResNet-101",
    family: "cnn",
    item: {
      kind: "residual-network",
      imageSize: 224,
      passes: 1,
      stem: 64,
      blocks: [3, 4, 23, 3],
      widths: [64, 128, 256, 512],
      classes: 1000,
    },
    vocabulary: 0,
    maxTokens: 0,
    positions: 0,
    tiedEmbeddings: false,
    head: false,
    // Scales and shifts of the batch norms, and the classifier's bias.
    otherParameters: 105_344 + 1000,
    publishedParameters: 44_549_160,
    source: "He et al. 2016, table 1; parameters of torchvision's resnet101",
  },
];
