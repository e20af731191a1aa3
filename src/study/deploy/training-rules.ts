/** Rules and reasons that several trainers share. */
import type { Answer, Rule } from "./launcher.ts";
import type { Setting } from "./setting.ts";

/** torchrun's part of a command: instances and ranks of each. */
export function torchrun({ instances, ranksPerInstance }: Setting, script: string): string {
  return `torchrun --nnodes ${instances} --nproc-per-node ${ranksPerInstance} --node-rank "$RANK" --master-addr "$MASTER" ${script}`;
}

/** Whatever ranks are left after the other degrees. */
export const dataRule: Rule = () => ({ isDefault: "the ranks that the other degrees leave" });

/** Sequences of the whole run, of tokens. */
export function sequencesOf(tokens: number, { values }: Setting): number {
  return Math.ceil(tokens / Number(values.get("sequenceLength") ?? 1));
}

/** What no trainer here is told by a flag. */
export const trainingReasons: Readonly<Record<string, string>> = {
  "parallelism.stageLayers": "layers are divided evenly over stages, or by a layout of the model's own",
  "parallelism.contextExchange": "there is no choice of how sequences are shared",
  "parallelism.shardRanks": "states are sharded over all data ranks",
  "experts.capacityFactor": "a setting of the model's mixture",
  recipe: "scaling recipes are the library's own",
  lora: "fine-tuning scripts have settings of their own",
  compression: "gradients are not compressed",
  checkpoints: "tiers and modes of saving are the storage's affair",
};

/** One or none of `answers`, by a schedule's name. */
export function scheduleRule(answers: Readonly<Record<string, Answer>>, title: string): Rule {
  return (value) =>
    Object.hasOwn(answers, String(value))
      ? (answers[String(value)] as Answer)
      : { why: `${title} has no schedule ${value}` };
}
