/** Commands as a user might give them: flags, scenarios, traces, config.json and plug-ins, right and wrong. */
import { RandomStreams } from "../../src/base/random.ts";
import { type Document, fuzzed } from "./fuzz.ts";
import { brokenFile } from "./fuzz-files.ts";
import { textOf } from "./fuzz-outcome.ts";

/** What a case gives to the program, in a folder that holds `files`. */
export interface CommandCase {
  readonly given: readonly string[];
  readonly files: { readonly [name: string]: string };
  /** Its plug-in ends the process itself. */
  readonly plugInExits: boolean;
}

/** Words for flags, right and wrong. */
const words = [
  "1",
  "0",
  "-1",
  "16",
  "1e9",
  "NaN",
  "",
  " ",
  "x",
  "..",
  "../..",
  "/dev/full",
  "/proc/self/mem",
  "constructor",
  "__proto__",
  "seed=3",
  "workload.requests=5",
  "workload.requests=1,2,3",
  "cluster.count=9007199254740992",
  "name=..",
  "variants=[]",
  "a.b.c=[",
  "llama-3.2-1b",
  "trn1.32xlarge",
  "torus:4x4",
  "fat-tree:9x9:1e9:0",
  "all-reduce",
  "128MB",
  "1e30 GB",
  "own-router",
  "💥",
  "x".repeat(2000),
];

const flags = [
  "--set",
  "--seed",
  "--json",
  "--quiet",
  "--no-color",
  "--timeline",
  "--html",
  "--metrics",
  "--explain",
  "--strict",
  "--replications",
  "--tolerance",
  "--update",
  "--workers",
  "--shard",
  "--latin",
  "--model",
  "--instance",
  "--batch",
  "--input",
  "--output",
  "--op",
  "--from",
  "--to",
  "--topology",
  "--algorithm",
  "--allow-plugins",
  "--allow-read",
  "--markdown",
  "--junit",
  "--csv",
  "--baseline",
  "--deploy",
  "--load-curve",
  "--bogus",
];

/** Commands, and what each needs to get anywhere; those that scenarios are given to come more often. */
const commands: readonly (readonly string[])[] = [
  ...Array.from({ length: 7 }, () => ["run", "scenario.yaml", "--no-explain"]),
  ["run", "scenario.yaml"],
  ["compare", "scenario.yaml"],
  ["compare", "scenario.yaml", "good.yaml"],
  ["check", "scenario.yaml", "--update"],
  ["check", "good.yaml"],
  ["sweep", "good.yaml", "--workers", "1", "--set", "workload.requests=5,6"],
  ["plan", "good.yaml"],
  ["estimate", "--model", "llama-3.2-1b", "--instance", "inf2.xlarge"],
  ["estimate", "--model", "config.json", "--instance", "trn1.32xlarge"],
  ["collective", "--op", "all-reduce", "--instance", "trn1.32xlarge"],
  ["catalog", "models", "config.json"],
  ["catalog", "instances"],
  ["topology", "trn1.32xlarge"],
  ["validate", "rows.csv"],
  ["schema"],
  ["init"],
  ["constructor"],
];

const good: Document = {
  name: "good",
  cluster: { instance: "inf2.xlarge" },
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "poisson", rate: "5/s" },
    input: { kind: "constant", tokens: 64 },
    output: { kind: "constant", tokens: 4 },
    requests: 10,
  },
};

const plugIns = [
  'import { defineRouter } from "trnsim"; export const routers = [defineRouter({ name: "own-router", help: "h", options: {}, create: () => ({ sharedLine: false, route: () => 0, changed() {} }) })];',
  "export const routers = [{ name: 'own-router' }];",
  "export const routers = 7;",
  "throw new Error('of its own');",
  "export const routers = [",
  "process.exit(9);",
  "",
];

/** Case `seed`. */
export function commandCase(seed: number): CommandCase {
  const random = new RandomStreams(seed).stream("processes");
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const scenario = fuzzed(seed);
  const extra = random();
  if (extra < 0.15) Object.assign(scenario.workload ?? {}, { trace: { file: "trace.csv" } });
  else if (extra < 0.3) scenario.model = { huggingface: "config.json" };
  const usesPlugIn = random() < 0.1;
  if (usesPlugIn) Object.assign(scenario, { plugins: ["own.ts"] });
  const plugIn = pick(plugIns);
  const files = {
    "scenario.yaml": textOf(scenario),
    "good.yaml": textOf(good),
    "trace.csv": brokenFile(seed, "trace"),
    "config.json": brokenFile(seed, "config"),
    "rows.csv": brokenFile(seed, "rows"),
    "own.ts": plugIn,
  };
  const given = [...pick(commands)];
  // Not every command is spoilt: most must get as far as their work.
  for (let left = Math.floor(random() * 3); left > 0; left--) {
    given.push(pick(flags));
    if (random() < 0.6) given.push(pick(words));
  }
  if (usesPlugIn && random() < 0.7) given.push("--allow-plugins");
  return { given, files, plugInExits: usesPlugIn && plugIn === "process.exit(9);" };
}
