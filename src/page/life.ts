/**
 * The life of a training run on the first hardware: the scenario of the form's fields, in which hosts fail at random and
 * checkpoints are written. What its time goes to is the bar of its life: compute, exchange, checkpoints, lost work, restarts.
 */
import { stringify } from "yaml";
import { type Answer, refusal, type Simulate } from "./answer.ts";
import { modelOf } from "./question.ts";

/** The scenario that `text` asks for; undefined where the form does not ask for one. */
export function lifeScenario(text: string): object | undefined {
  const fields = new URLSearchParams(text);
  if (!fields.get("life")) return undefined;
  const number = (name: string) => Number(fields.get(name) || Number.NaN);
  return {
    name: "life",
    cluster: { instance: fields.getAll("hardware")[0], count: number("trainCount") },
    model: modelOf(fields),
    workload: {
      kind: "training",
      tokens: `${number("tokens")}B`,
      sequenceLength: 4096,
      globalBatch: number("globalBatch"),
      parallelism: { data: "auto", tensor: "auto", pipeline: "auto", sequence: true, zero: 1 },
      failures: [{ of: "host", kind: "exponential", mtbf: `${number("mtbf")} d`, effect: "crash" }],
      checkpoints: { interval: `${number("interval")} min` },
    },
  };
}

/** The run of that scenario; undefined where none is asked for. */
export function lifeOf(text: string, run: Simulate): Answer | undefined {
  const written = lifeScenario(text);
  if (written === undefined) return undefined;
  const name = "The life of the run";
  try {
    const { summary } = run(written);
    const detail = `${summary.cluster.instances} x ${summary.cluster.instance}`;
    return { name, detail, summary, yaml: stringify(written), problems: [], nearest: null };
  } catch (error) {
    return refusal(name, null, error);
  }
}
