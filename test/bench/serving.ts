/** Speed of serving: one large replica under chat traffic, and a fleet of a thousand. CPU time of one core, and peak memory. */
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const chat = `
  input: { kind: lognormal, mean: 1155, p99: 4142, max: 14050 }
  output: { kind: lognormal, mean: 211, p99: 601, max: 1000 }`;

const oneReplica = `
name: one-replica
cluster: { instance: trn2.48xlarge, software: { from: nxdi, set: { prefillToContext: never } } }
model: llama-3.1-70b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 1.5/s }${chat}
  parallelism: { tensor: 64, replicas: 1 }
  batching: { kind: continuous, maxBatch: 32 }
  requests: 100000
`;

const thousandReplicas = (minutes: number) => `
name: thousand-replicas
cluster: { instance: trn2.48xlarge, count: 125, software: { from: nxdi, set: { prefillToContext: never } } }
model: llama-3.1-8b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 10000/s }
  input: { kind: constant, tokens: 200 }
  output: { kind: lognormal, mean: 40, p99: 150, max: 400 }
  parallelism: { tensor: 8, replicas: 1000 }
  batching: { kind: continuous, maxBatch: 64 }
  duration: ${minutes} min
`;

function run(title: string, text: string): void {
  const same = (path: string) => path;
  const noFile = () => "";
  const [entry] = readScenarios(text, catalogSchema(catalog, noFile), {
    file: "bench",
    fromFile: same,
    fromCommandLine: same,
  });
  const start = process.cpuUsage();
  const { result, events } = simulate(
    entry.scenario as unknown as Scenario,
    simulationCatalog(catalog, noFile),
  );
  const used = process.cpuUsage(start);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const completed = result?.inference?.completed ?? 0;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${title}: ${completed.toLocaleString("en")} requests, ${events.toLocaleString("en")} events, ${cpuSeconds.toFixed(2)} s CPU, ` +
      `${Math.round(completed / cpuSeconds).toLocaleString("en")} requests/s, at most ${Math.round(peakMb)} MB so far`,
  );
}

/** Prints the table; `minutes` is how long the fleet is simulated. */
export function benchServing(minutes = 10): void {
  console.log("\nserving");
  run("100,000 chat requests on one 70B replica", oneReplica);
  run(`1,000 replicas at 10,000 requests/s for ${minutes} min`, thousandReplicas(minutes));
}
