/**
 * A training run on each hardware: the scenario of the form's fields, in which hosts fail at random and checkpoints are
 * written. Where it does not fit, the fewest instances that hold it are looked for among 2, 4, 8, ... times as many.
 */
import { stringify } from "yaml";
import { type Answer, attempt, type Column, refusal, type Simulate } from "./answer.ts";

/** How many times as many instances are looked at, at most. */
const timesMost = 64;

/** The scenario that `text` asks for on `instance`; undefined where the form does not ask for one. */
export function trainingScenario(
  text: string,
  { model, instance, pricing }: Column["question"],
): object | undefined {
  const fields = new URLSearchParams(text);
  if (!fields.get("train")) return undefined;
  const number = (name: string) => Number(fields.get(name) || Number.NaN);
  const degree = (name: string) => (fields.get(name) === "auto" ? "auto" : number(name));
  const expert = number("expert");
  return {
    name: "training",
    cluster: { instance, count: number("trainCount"), ...(pricing !== undefined && { pricing }) },
    model,
    workload: {
      kind: "training",
      tokens: `${number("tokens")}B`,
      sequenceLength: number("sequence"),
      globalBatch: number("globalBatch"),
      microBatch: number("microBatch"),
      parallelism: {
        data: "auto",
        tensor: degree("trainTensor"),
        pipeline: degree("pipeline"),
        ...(expert === 1 ? {} : { expert }),
        sequence: true,
        zero: Number(fields.get("zero") ?? Number.NaN),
      },
      recompute: fields.get("recompute") ?? "",
      failures: [{ of: "host", kind: "exponential", mtbf: `${number("mtbf")} d`, effect: "crash" }],
      checkpoints: { interval: `${number("interval")} min` },
    },
  };
}

/** The run of that scenario on the hardware of `column`; undefined where none is asked for. */
export function trainingAnswer(
  text: string,
  { name, detail, question }: Column,
  run: Simulate,
): Answer | undefined {
  const written = trainingScenario(text, question);
  if (written === undefined) return undefined;
  try {
    const { summary } = run(written);
    const nearest = summary.status === "out-of-memory" ? moreInstances(written, run) : null;
    return { name, detail, summary, yaml: stringify(written), problems: [], nearest, situation: null };
  } catch (error) {
    return refusal(name, detail, error);
  }
}

/** That it fits on more instances, in words; nothing where it does not fit on any number that is tried. */
function moreInstances(written: object, run: Simulate): string[] {
  const { cluster, ...rest } = written as { cluster: { count: number } };
  for (let times = 2; times <= timesMost; times *= 2) {
    const count = cluster.count * times;
    const tried = attempt(() => run({ ...rest, cluster: { ...cluster, count } }));
    if (tried?.summary.status === "completed") return [`fits on ${count} instances`];
  }
  return [];
}
