/** `npm run bench`: speed of the event loop, of the flow solver and of a trace replay. Prints tables; never a test. CPU time of one core. */
import { RandomStreams } from "../../src/base/random.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { holdRate } from "./hold.ts";
import { benchNetwork } from "./network.ts";
import { benchServing } from "./serving.ts";
import { benchTraining } from "./training.ts";

console.log("hold model through the whole dispatch path");
for (const pending of [1_000, 100_000, 1_000_000]) {
  const rates = [1, 2, 3].map(() => holdRate(pending, 2e6)).sort((a, b) => a - b);
  console.log(
    `${pending.toLocaleString("en").padStart(12)} pending  ${rates[1].toFixed(1)} million events/s`,
  );
}

benchNetwork();
benchServing();
benchTraining();

/** An hour with the statistics of the Azure conversation trace, as a CSV of its format. */
function azureLikeTrace(): string {
  const random = new RandomStreams(1).stream("bench");
  const lines = ["TIMESTAMP,ContextTokens,GeneratedTokens"];
  let seconds = 0;
  for (let index = 0; index < 19_366; index++) {
    seconds += -Math.log(1 - random()) / 5.53;
    const stamp = new Date(Date.UTC(2023, 10, 16, 18) + seconds * 1000).toISOString().replace("T", " ");
    lines.push(
      `${stamp.slice(0, -1)},${1 + Math.floor(-1155 * Math.log(1 - random()))},${1 + Math.floor(-211 * Math.log(1 - random()))}`,
    );
  }
  return lines.join("\n");
}

const trace = azureLikeTrace();
const readText = () => trace;
const scenario = `
name: replay
cluster: { instance: trn2.48xlarge, count: 4 }
model: llama-3.1-70b
workload: { kind: inference, trace: { file: trace.csv }, parallelism: { tensor: 32 }, batching: { maxBatch: 32 } }
`;
const same = (path: string) => path;
const [entry] = readScenarios(scenario, catalogSchema(catalog, readText), {
  file: "bench",
  fromFile: same,
  fromCommandLine: same,
});
console.log("\nreplay of 19,366 requests like Azure's conversation trace, 70B on 4 x trn2.48xlarge");
for (let round = 0; round < 3; round++) {
  const start = process.cpuUsage();
  const { result, events } = simulate(
    entry.scenario as unknown as Scenario,
    simulationCatalog(catalog, readText),
  );
  const used = process.cpuUsage(start);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const tokens = result?.inference?.totalOutputTokens ?? 0;
  const iterations = tokens / (result?.inference?.batchMean ?? 1);
  console.log(
    `${round === 0 ? "cold" : "warm"}  ${cpuSeconds.toFixed(2)} s CPU: ${Math.round(19_366 / cpuSeconds).toLocaleString("en")} requests/s, ` +
      `${Math.round(iterations / cpuSeconds).toLocaleString("en")} engine iterations/s, ${events.toLocaleString("en")} events`,
  );
}
