/** How the load of a fleet is written anew. */
import { ScenarioError } from "../../base/errors.ts";
import type { LoadTraits, Settlement, WrittenOptions } from "../load-traits.ts";

/** Options that say when requests come and end. */
const timing = ["arrivals", "duration", "requests", "warmup"];

export const servingLoad: LoadTraits = {
  // Requests that come at a rate that is not theirs to choose, or a fleet that is not one size.
  refuses: {
    trace: "arrivals, input and output: a trace brings its own times",
    conversation: "single requests: the turns of a conversation follow its answers",
    autoscaling: "a fleet of one size: one that scales has no load at which it is full",
    pools: "replicas on one kind of hardware",
  },
  withLoad(written, arrivals, requests) {
    const rest = Object.entries(written).filter(([key]) => !timing.includes(key));
    return { ...Object.fromEntries(rest), arrivals, requests };
  },
  asChosen(written, chosen) {
    const parallelism = written.parallelism as object | undefined;
    const degrees = { tensor: Number(chosen.tensor), replicas: Number(chosen.replicas) };
    return { ...written, parallelism: { ...parallelism, ...degrees } };
  },
  places,
};

function places({ batching }: WrittenOptions, { chosen, choices }: Settlement): number {
  const { kind, maxBatch } = batching as { kind: string; maxBatch?: unknown };
  const open = choices.find(({ key }) => key === "workload.batching.maxBatch");
  const batch = kind === "none" ? 1 : (open?.value ?? maxBatch);
  if (typeof batch !== "number") {
    const expected = "a policy with an option maxBatch, for its load curve";
    throw new ScenarioError([{ path: "workload.batching", found: `"${kind}"`, expected }]);
  }
  return batch * Number(chosen.pipeline ?? 1) * Number(chosen.replicas);
}
