/** A search as `plan` does it: combinations of one scenario, one after the other, each read, planned and simulated. */
import { catalog } from "../../src/catalog.ts";
import { scenarioFrom } from "../../src/cli/scenario-flags.ts";
import { schemaOf } from "../../src/cli/scenario-schema.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { varied } from "../../src/cli/variables.ts";
import { gridPoints } from "../../src/study/sweep/points.ts";
import { cpuSeconds } from "./work.ts";

const axis = (path: string, values: unknown[]) => ({ path: path.split("."), values });

/** Simulates `size` of the combinations of `axes`, evenly spread; what does not fit is an answer too. */
function searched(written: object, axes: ReturnType<typeof axis>[], size: number) {
  const entry = scenarioFrom(written, catalog);
  const schema = schemaOf(catalog);
  const all = gridPoints({ axes, zipped: [] });
  const points = Array.from({ length: size }, (_, index) => all[Math.floor((index * all.length) / size)]!);
  const seconds = cpuSeconds(() => {
    for (const overrides of points) runEntry(varied(entry, overrides, schema), catalog);
  });
  return { pieces: points.length, seconds };
}

/** GPT-3 on 512 chips: how it is divided, its micro-batch, and what is computed again. */
export function trainingsSearched(size: number) {
  const written = {
    name: "trainings",
    cluster: { instance: "trn2.48xlarge", count: 32 },
    model: "gpt3-175b",
    workload: { kind: "training", sequenceLength: 2048, globalBatch: 1536 },
  };
  const axes = [
    axis("workload.parallelism.tensor", [8, 16, 32]),
    axis("workload.parallelism.pipeline", [4, 8, 16, 32]),
    axis("workload.parallelism.zero", [0, 1]),
    axis("workload.microBatch", [1, 2, 4]),
    axis("workload.recompute", ["none", "selective", "full"]),
  ];
  return searched(written, axes, size);
}

/** A fleet for a 70B model: instances, ranks that share a layer, and how many requests are served at once. */
export function fleetsSearched(size: number) {
  const written = {
    name: "fleets",
    cluster: { instance: "trn2.48xlarge", count: 3 },
    model: "llama-3.1-70b",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "20/s" },
      input: { kind: "lognormal", mean: 512, p99: 1500, max: 2000 },
      output: { kind: "lognormal", mean: 128, p99: 400, max: 500 },
      duration: "20 s",
    },
  };
  const axes = [
    axis("cluster.instance", ["trn2.48xlarge", "p5.48xlarge"]),
    axis("cluster.count", [4, 6, 8, 10, 12]),
    axis("workload.parallelism.tensor", [8, 16]),
    axis("workload.batching.maxBatch", [8, 16, 32, 48, 64]),
  ];
  return searched(written, axes, size);
}
