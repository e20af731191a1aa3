/**
 * The program as it is started: random commands, flags, scenarios, traces, config.json and plug-ins, in a folder of their own. It ends
 * by itself with one of its exit codes, tells trouble without a stack, prints figures that are finite, and writes nowhere else.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStreams } from "../../src/base/random.ts";
import { program } from "../cli/trnsim.ts";
import { type Document, fuzzed } from "./fuzz.ts";
import { brokenFile } from "./fuzz-files.ts";
import { notFinite, textOf } from "./fuzz-outcome.ts";

/** Done, a check failed, bad input, infeasible, stopped early. */
const exitCodes = [0, 1, 2, 3, 4];
/** CPU time after which it is taken to go on for ever; by the clock, on a loaded machine, only who waits for what never comes. */
const [limitCpuSeconds, limitMs] = [60, 600_000];

const limited = `ulimit -t ${limitCpuSeconds}; exec "$0" "$@"`;

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

/** Files below `folder`, by their names. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** What is wrong with how the program ends in case `seed`; undefined where nothing is. */
export function processFailureOf(seed: number): string | undefined {
  const random = new RandomStreams(seed).stream("processes");
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const folder = mkdtempSync(join(tmpdir(), "trnsim-fuzz-"));
  try {
    const inside = join(folder, "inside");
    mkdirSync(inside);
    const scenario = fuzzed(seed);
    const extra = random();
    if (extra < 0.15) Object.assign(scenario.workload ?? {}, { trace: { file: "trace.csv" } });
    else if (extra < 0.3) scenario.model = { huggingface: "config.json" };
    const usesPlugIn = random() < 0.1;
    if (usesPlugIn) Object.assign(scenario, { plugins: ["own.ts"] });
    const files: { readonly [name: string]: string } = {
      "scenario.yaml": textOf(scenario),
      "good.yaml": textOf(good),
      "trace.csv": brokenFile(seed, "trace"),
      "config.json": brokenFile(seed, "config"),
      "rows.csv": brokenFile(seed, "rows"),
      "own.ts": pick(plugIns),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(inside, name), text);
    const given = [...pick(commands)];
    // Not every command is spoilt: most must get as far as their work.
    for (let left = Math.floor(random() * 3); left > 0; left--) {
      given.push(pick(flags));
      if (random() < 0.6) given.push(pick(words));
    }
    if (usesPlugIn && random() < 0.7) given.push("--allow-plugins");
    const told = `trnsim ${given.join(" ").slice(0, 300)}`;
    const { status, signal, stdout, stderr, error } = spawnSync(
      "bash",
      ["-c", limited, process.execPath, program, ...given],
      {
        cwd: inside,
        encoding: "utf8",
        input: "",
        timeout: limitMs,
        maxBuffer: 2 ** 28,
        env: { PATH: process.env.PATH, NO_COLOR: "1" },
      },
    );
    if (error !== undefined || signal !== null) return `${told}: ends by ${error?.message ?? signal}`;
    const exits = usesPlugIn && files["own.ts"] === "process.exit(9);" ? [...exitCodes, 9] : exitCodes;
    if (!exits.includes(status ?? -1)) return `${told}: exit code ${status}: ${stderr.slice(0, 600)}`;
    if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr)) return `${told}: a stack: ${stderr.slice(0, 600)}`;
    if (status === 2 && stderr === "") return `${told}: exit code 2 and no word`;
    if (stderr.length > 60_000) return `${told}: ${stderr.length} characters of trouble`;
    const strays = filesBelow(folder).filter(
      (file) => !(file.startsWith("inside/") && (file.slice(7) in files || isExpected(file.slice(7), given))),
    );
    if (strays.length > 0) return `${told}: writes ${strays.join(", ").slice(0, 300)}`;
    return status === 0 ? wrongFigures(told, stdout, inside) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a command that was given these words may leave `file`: in `results`, where a flag says, or where `init` writes; nothing half. */
function isExpected(file: string, given: readonly string[]): boolean {
  if (/\.(tmp|lock)$/.test(file)) return false;
  return (
    file.startsWith("results/") ||
    given[0] === "init" ||
    given.some((word) => word !== "" && file.startsWith(word))
  );
}

/** What is wrong with the figures of a command that ended well: of what it printed, and of the summaries it wrote. */
function wrongFigures(told: string, stdout: string, inside: string): string | undefined {
  if (/\b(NaN|Infinity|undefined)\b/.test(stdout))
    return `${told}: prints ${/.*\b(NaN|Infinity|undefined)\b.*/.exec(stdout)?.[0]}`;
  for (const file of filesBelow(inside).filter((name) => name.endsWith("summary.json"))) {
    const wrong = notFinite(JSON.parse(readFileSync(join(inside, file), "utf8")), file);
    if (wrong !== undefined) return `${told}: ${wrong}`;
  }
  return undefined;
}
