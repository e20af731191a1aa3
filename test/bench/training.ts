/** Speed of training: one step of a very large job, and configurations a search gets through. CPU time of one core. */
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { variationSchema, varied } from "../../src/cli/variables.ts";
import { readScenarios, type ScenarioEntry } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { searchPlans } from "../../src/study/plan/search.ts";
import { readSpace } from "../../src/study/plan/space.ts";

const trillion = `
name: trillion
cluster: { instance: trn2u-ultraserver, count: 128 }
model: { name: dense-1t, family: gpt, layers: 128, hidden: 25600, heads: 160, vocabulary: 51200 }
workload:
  kind: training
  sequenceLength: 2048
  globalBatch: 3072
  parallelism: { tensor: 32, pipeline: 32, sequence: true }
  recompute: full
`;
const search = `
name: search
cluster: { instance: trn1.32xlarge, count: 4 }
model: llama-3.1-8b
workload: { kind: training, tokens: 10B, sequenceLength: 2048, globalBatch: 256 }
space:
  cluster.count: [1, 2, 4]
  workload.parallelism.tensor: [8, 16, 32]
  workload.parallelism.pipeline: [1, 2, 4, 8]
  workload.microBatch: [1, 2, 4]
  workload.recompute: [none, selective, full]
`;

function entryOf(text: string): ScenarioEntry<Scenario> {
  const same = (path: string) => path;
  const schema = catalogSchema(catalog, () => "");
  const [entry] = readScenarios(text, schema, { file: "bench", fromFile: same, fromCommandLine: same });
  return entry as unknown as ScenarioEntry<Scenario>;
}

function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Prints both. */
export function benchTraining(): void {
  console.log("\ntraining");
  const large = entryOf(trillion);
  const step = cpuSeconds(() => runEntry(large, catalog));
  console.log(`  a step of 1T parameters on 8,192 Trainium2: ${step.toFixed(2)} s`);
  const entry = entryOf(search);
  const schema = variationSchema(catalog);
  for (let round = 0; round < 2; round++) {
    let configurations = 0;
    const seconds = cpuSeconds(() => {
      searchPlans(readSpace(entry.space, "training"), {
        kind: "training",
        simulate(overrides) {
          configurations++;
          return runEntry(varied(entry, overrides, schema), catalog).summary;
        },
        bound: () => ({ usdPerHour: 1, countLeast: 1 }),
      });
    });
    console.log(
      `  search: ${configurations} configurations, ${Math.round(configurations / seconds)} a second`,
    );
  }
}
