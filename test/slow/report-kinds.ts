/** A report of every kind that the program draws, from scenarios that take a moment: what to write and to call for each. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { folderWith, trnsim } from "../cli/trnsim.ts";

const serving = `name: serving
description: Which of three kinds of hardware serves a small chat within its objectives?
cluster: { instance: inf2.8xlarge, count: 2 }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 3/s }
  input: { kind: lognormal, mean: 300, p99: 1200, max: 2000 }
  output: { kind: lognormal, mean: 80, p99: 300, max: 500 }
  batching: { kind: continuous, maxBatch: 8 }
  duration: 60 s
objectives: { ttftP99: 300 ms, tpotP50: 8 ms, e2elP90: 2 s, outputThroughput: 150/s, usdPerMonth: 3000, memoryUse: 80 % }
`;

const variants = `variants:
  - { name: a-name-that-is-rather-long, set: { cluster.instance: trn1.2xlarge } }
  - { name: gpu, set: { cluster.instance: g6.xlarge } }
`;

const training = `name: training
description: What do failures leave of a week of training?
cluster: { instance: trn1.32xlarge, count: 16 }
model: llama-2-7b
workload:
  kind: training
  tokens: 50B
  sequenceLength: 2048
  globalBatch: 512
  parallelism: { tensor: 8, zero: 1, sequence: true }
  failures: [{ of: host, kind: exponential, mtbf: 30 d, effect: crash }, { of: chip, kind: exponential, mtbf: 300 d, effect: hang }]
  checkpoints: { interval: 1 h }
  recovery: { detection: 3 min, replacement: automatic, replace: 10 min, spares: 2, restart: 5 min }
objectives: { timeToTrain: 5 d, stepTime: 10 s, usdTotal: 50000 }
variants: [{ name: half, set: { cluster.count: 8 } }]
`;

const queue = `name: queue
description: How long do experiments wait for four instances?
cluster: { instance: trn1.32xlarge, count: 4 }
workload:
  kind: queue
  jobs: { count: 150, rate: 6/h, accelerators: [1, 1, 2, 4, 16, 32], duration: { kind: lognormal, mean: 100 min, sigma: 1.2 }, users: 5 }
  policy: fifo
variants: [{ name: easy, set: { workload.policy: easy } }]
`;

const pipeline = `name: pipeline
description: What does it cost to tune a model and to serve it for a month?
cluster: { instance: trn1.32xlarge, count: 2 }
workload:
  kind: pipeline
  stages:
    - name: tune
      model: llama-3.2-1b
      workload: { kind: training, tokens: 200M, sequenceLength: 2048, globalBatch: 64, parallelism: { tensor: 8 } }
      artefact: { size: 3 GB, bandwidth: 1 GB/s }
    - name: serve
      needs: [tune]
      hold: 3 d
      model: llama-3.2-1b
      workload: { kind: inference, arrivals: { kind: poisson, rate: 2/s }, input: { kind: constant, tokens: 200 }, output: { kind: constant, tokens: 30 }, duration: 20 s }
      cluster: { instance: inf2.xlarge }
objectives: { pipelineTime: 4 d, pipelineUsd: 300 }
`;

const jobs = `name: jobs
description: What do training and serving on the same instances do to each other?
cluster: { instance: trn1.32xlarge, count: 2 }
jobs:
  - name: tune
    model: llama-3.2-1b
    instances: [0, 1]
    ranks: [8, 31]
    workload: { kind: training, tokens: 5M, sequenceLength: 2048, globalBatch: 24, parallelism: { tensor: 8 } }
  - name: chat
    model: llama-3.2-1b
    instances: [0, 1]
    ranks: [0, 7]
    workload: { kind: inference, arrivals: { kind: poisson, rate: 2/s }, input: { kind: constant, tokens: 500 }, output: { kind: constant, tokens: 50 }, duration: 20 s, parallelism: { tensor: 8 } }
`;

const search = `${serving.replace("name: serving", "name: plan").replace(/objectives: .*/, "objectives: { ttftP99: 2 s, tpotP50: 20 ms }")}space:
  cluster.instance: [inf2.8xlarge, trn1.2xlarge, g6.xlarge]
  cluster.count: 1..3
  workload.batching.maxBatch: [4, 8]
`;

/** How a report is made: the arguments, in a folder with the files, and where it is written. */
export interface ReportKind {
  args: readonly string[];
  files: Readonly<Record<string, string>>;
  made: string;
}

const run = (name: string, text: string, ...more: string[]): ReportKind => ({
  args: ["run", `${name}.yaml`, "--html", ...more],
  files: { [`${name}.yaml`]: text },
  made: `results/${name}.html`,
});

const sweep = (...axes: string[]): ReportKind => ({
  args: ["sweep", "serving.yaml", "--html", "--out", "swept", ...axes.flatMap((axis) => ["--set", axis])],
  files: { "serving.yaml": serving },
  made: "swept/serving/sweep/report.html",
});

const rates = "workload.arrivals.rate=1/s,2/s,4/s,8/s,16/s";

/** By name. */
export const reportKinds: Readonly<Record<string, ReportKind>> = {
  serving: run("serving", serving + variants, "--deploy"),
  "load-curve": run("serving", serving + variants, "--load-curve", "--no-explain"),
  replications: {
    ...run("serving", serving + variants),
    args: ["compare", "serving.yaml", "--html", "--replications", "5"],
  },
  training: run("training", training),
  queue: run("queue", queue),
  pipeline: run("pipeline", pipeline),
  jobs: run("jobs", jobs),
  "plug-in": {
    args: ["run", "shipped/file-download.yaml", "--html", "--allow-plugins"],
    files: {},
    made: "results/file-download.html",
  },
  compare: { ...run("serving", serving + variants), args: ["compare", "serving.yaml", "--html"] },
  "sweep of one axis": sweep(rates),
  "sweep of two axes": sweep(rates, "workload.batching.maxBatch=2,4,8"),
  plan: { args: ["plan", "plan.yaml", "--html"], files: { "plan.yaml": search }, made: "results/plan.html" },
  validate: {
    args: ["validate", "shipped/guides/measured.csv", "--html", "accuracy.html"],
    files: {},
    made: "accuracy.html",
  },
};

/** Makes the report and gives its path; throws with what the program said where it did not. */
export function makeReport({ args, files, made }: ReportKind): string {
  const folder = folderWith(files);
  if (args.some((word) => word.startsWith("shipped/"))) {
    cpSync(new URL("../../scenarios", import.meta.url).pathname, join(folder, "shipped"), {
      recursive: true,
    });
  }
  const { code, stderr } = trnsim([...args, "--quiet"], folder);
  if (code !== 0) throw new Error(`trnsim ${args.join(" ")} ended with ${code}: ${stderr}`);
  return join(folder, made);
}
