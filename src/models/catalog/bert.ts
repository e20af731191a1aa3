/**
 * Encoders in the manner of BERT, without the masked-language head that training adds. Devlin et al. 2019; Liu et al.
 * 2019 (RoBERTa); Sanh et al. 2019 (DistilBERT). The 1B and 100B encoders are named in public talks by layers and width
 * only: their heads (64 and 128 wide) and vocabulary are assumed.
 */
import { type ArchitectureShape, bertModel } from "../architectures.ts";
import type { Model } from "../model.ts";

type Names = Pick<ArchitectureShape, "name" | "title" | "aliases" | "source" | "publishedParameters">;

const config = (repository: string) => `config.json of ${repository} on Hugging Face`;
const base = { layers: 12, hidden: 768, heads: 12 };
const large = { layers: 24, hidden: 1024, heads: 16 };

function bert(size: typeof base, names: Names): Model {
  // Two segments (first and second sentence) have an embedding each.
  return bertModel({
    ...size,
    ...names,
    vocabulary: 30_522,
    maxTokens: 512,
    model: { otherParameters: 2 * size.hidden },
  });
}

function roberta(size: typeof base, names: Names): Model {
  // Positions begin at 2; there is one segment.
  return bertModel({
    ...size,
    ...names,
    vocabulary: 50_265,
    maxTokens: 512,
    model: { positions: 514, otherParameters: size.hidden },
  });
}

/** BERT, RoBERTa, DistilBERT, and two encoders known by size. */
export const bertModels: readonly Model[] = [
  bert(base, {
    name: "bert-base",
    title: "BERT base",
    aliases: ["bert-base-uncased"],
    publishedParameters: 109_482_240,
    source: config("google-bert/bert-base-uncased"),
  }),
  bertModel({
    ...base,
    name: "bert-base-cased",
    title: "BERT base cased",
    aliases: ["bert-base-cased-finetuned-mrpc"],
    vocabulary: 28_996,
    maxTokens: 512,
    publishedParameters: 108_310_272,
    model: { otherParameters: 2 * base.hidden },
    source: config("google-bert/bert-base-cased"),
  }),
  bert(large, {
    name: "bert-large",
    title: "BERT large",
    aliases: ["bert-large-uncased", "bert-large-ph1", "bert-large-ph2"],
    publishedParameters: 335_141_888,
    source: config("google-bert/bert-large-uncased"),
  }),
  roberta(base, {
    name: "roberta-base",
    title: "RoBERTa base",
    publishedParameters: 124_645_632,
    source: config("FacebookAI/roberta-base"),
  }),
  roberta(large, {
    name: "roberta-large",
    title: "RoBERTa large",
    publishedParameters: 355_359_744,
    source: config("FacebookAI/roberta-large"),
  }),
  bertModel({
    ...base,
    layers: 6,
    name: "distilbert",
    title: "DistilBERT base",
    aliases: [
      "distilbert-base",
      "distilbert-base-uncased",
      "distilbert-base-uncased-finetuned-sst-2-english",
    ],
    vocabulary: 30_522,
    maxTokens: 512,
    publishedParameters: 66_362_880,
    model: { outputLayers: [] },
    source: config("distilbert/distilbert-base-uncased"),
  }),
  bertModel({
    layers: 24,
    hidden: 1792,
    heads: 28,
    name: "encoder-1b",
    title: "Encoder 1B",
    vocabulary: 30_522,
    maxTokens: 512,
    publishedParameters: 1e9,
    source: "24 layers x 1,792; heads and vocabulary assumed",
  }),
  bertModel({
    layers: 80,
    hidden: 10_240,
    heads: 80,
    name: "encoder-100b",
    title: "Encoder 100B",
    vocabulary: 30_522,
    maxTokens: 512,
    publishedParameters: 100e9,
    source: "80 layers x 10,240; heads and vocabulary assumed",
  }),
];
