/** The command line as a user meets it. Runs the built program; `npm test` builds first. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scenario, temporaryFolder, trnsim } from "./trnsim.ts";

const small = `name: small
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 2/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: 30 s
`;

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

describe("run", () => {
  test("prints a summary and writes a result folder", () => {
    const { folder, code, stdout } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": small }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Throughput .* output tokens\/s/);
    expect(readdirSync(join(folder, "results/small/base")).sort()).toEqual([
      "explanation.json",
      "provenance.json",
      "requests.csv",
      "resolved.yaml",
      "summary.json",
    ]);
  });

  test("twice gives the same bytes, provenance aside; another seed gives other results", () => {
    const folder = folderWith({ "small.yaml": small });
    const run = (out: string, ...more: string[]) => {
      const { stdout } = trnsim(["run", "small.yaml", "--json", "--out", out, ...more], folder);
      const files = filesBelow(join(folder, out)).filter((file) => !file.endsWith("provenance.json"));
      return [stdout, ...files.map((file) => readFileSync(file, "utf8"))];
    };
    expect(run("one")).toEqual(run("two"));
    expect(run("three", "--seed", "2")[0]).not.toBe(run("one")[0]);
  });

  test("resolved.yaml reproduces the result", () => {
    const { folder, stdout } = trnsim(
      ["run", "small.yaml", "--json", "--set", "workload.batching.maxBatch=4"],
      folderWith({ "small.yaml": small }),
    );
    const again = trnsim(["run", "results/small/base/resolved.yaml", "--json", "--out", "again"], folder);
    const inference = (text: string) => JSON.parse(text)[0].inference;
    expect(inference(again.stdout)).toEqual(inference(stdout));
  });

  test("reports all problems, exits 2 and writes nothing", () => {
    const bad = small.replace("rate: 2/s", "rate: -2/s").replace("llama-3.2-1b", "lama-3.2-1b");
    const { folder, code, stdout, stderr } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": bad }));
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toEqual([
      'small.yaml:3:8: model: found "lama-3.2-1b"; expected a model of the catalog; did you mean "llama-3.2-1b"?',
      'small.yaml:6:36: workload.arrivals.rate: found "-2/s"; expected a rate with its unit, such as "4/s", greater than zero',
    ]);
    expect(existsSync(join(folder, "results"))).toBe(false);
  });

  test("exits 3 when the model does not fit, says by how much, and still runs the other variants", () => {
    const text = `${small.replace("llama-3.2-1b", "llama-3.1-70b")}variants:\n  - name: small\n    set: { model: llama-3.2-1b }\n`;
    const { code, stdout } = trnsim(["run", "small.yaml", "--json"], folderWith({ "small.yaml": text }));
    expect(code).toBe(3);
    const [base, other] = JSON.parse(stdout);
    expect(base.status).toBe("out-of-memory");
    expect(base.reason).toMatch(/llama-3.1-70b does not fit 1 x inf2.xlarge .* GiB too much$/);
    expect(other.status).toBe("completed");
  });

  test("says which models do not fit together, whether all stay or only the largest must", () => {
    const classes = "\n  classes: [{ name: own, share: 1 }, { name: other, share: 1, model: llama-3.1-70b }]";
    const text = `${small.replace(/(kind: inference)/, `$1${classes}`)}variants:\n  - name: swapped\n    set: { workload.sharing.weights: swapped }\n`;
    const { code, stdout } = trnsim(["run", "small.yaml", "--json"], folderWith({ "small.yaml": text }));
    expect(code).toBe(3);
    const reasons = JSON.parse(stdout).map(({ reason }: { reason: string }) => reason);
    expect(reasons[0]).toMatch(
      /llama-3.2-1b, llama-3.1-70b do not fit .* together .* GiB too much; with .*swapped/,
    );
    expect(reasons[1]).toMatch(/GiB weights of the largest \+ .* GiB too much$/);
  });

  test("exits 4 when a limit stops the run", () => {
    const text = `${small}limits: { events: 20 }\n`;
    const { code, stdout } = trnsim(["run", "small.yaml", "--json"], folderWith({ "small.yaml": text }));
    expect(code).toBe(4);
    expect(JSON.parse(stdout)[0].status).toBe("event-limit");
  });

  test("parts at odds with each other are told with their place before anything runs", () => {
    const text = `${small}variants:\n  - name: wide\n    set: { cluster.lnc: 2 }\n  - name: older\n    set: { cluster.instance: trn1.2xlarge, cluster.lnc: 2 }\n`;
    const { folder, code, stderr } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": text }));
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toEqual([
      "small.yaml:12:25: cluster.lnc: found 2; expected 1 on inferentia2",
      "small.yaml:14:57: cluster.lnc: found 2; expected 1 on trainium",
    ]);
    expect(existsSync(join(folder, "results"))).toBe(false);
  });

  test("prompts of a model with an encoder are not cut, nor continued from a prefix", () => {
    const text = small
      .replace("llama-3.2-1b", "t5-3b")
      .replace(/(kind: inference)/, "$1\n  batching: { kind: chunked-prefill }\n  prefixCache: {}");
    const { code, stderr } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": text }));
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toEqual([
      "small.yaml:6:13: workload.batching: found prompts cut into chunks; expected prompts computed whole: t5-3b has an encoder",
      "small.yaml:7:16: workload.prefixCache: found prompts continued from a prefix; expected prompts computed whole: t5-3b has an encoder",
    ]);
  });

  test("prompt blocks that are no whole KV blocks are told", () => {
    const text = small.replace(/(kind: inference)/, "$1\n  prefixCache: { blockTokens: 100 }");
    const { code, stderr } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": text }));
    expect(code).toBe(2);
    expect(stderr).toBe(
      "small.yaml:6:31: workload.prefixCache.blockTokens: found blocks of 100 tokens; " +
        "expected whole blocks of the KV cache, of 16 tokens (workload.kvCache.blockTokens)\n",
    );
  });

  test("a missing file is a problem, not a stack trace", () => {
    const { code, stderr } = trnsim(["run", "nowhere.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toBe("nowhere.yaml: found no such file; expected a file that can be read\n");
  });
});

describe("opt-66b-fits", () => {
  const runs = (...args: string[]) => trnsim(["run", scenario("opt-66b-fits"), "--json", ...args]);

  test("runs on inf2.48xlarge with a static batch, and on g5.48xlarge with continuous batching, short of KV room", () => {
    const { code, stdout } = runs();
    expect(code).toBe(0);
    const [inf2, g5] = JSON.parse(stdout);
    expect(inf2.cluster.instance).toBe("inf2.48xlarge");
    expect(inf2.inference.completed).toBe(64);
    expect(g5.cluster.instance).toBe("g5.48xlarge");
    expect(g5.inference.completed).toBe(64);
    expect(g5.warnings.join()).toContain("short of KV room");
  });

  test("does not fit g5.48xlarge with a static batch: exit 3, what does not fit and by how much", () => {
    const { code, stdout } = runs(
      "--set",
      "cluster.instance=g5.48xlarge",
      "--set",
      "workload.parallelism.tensor=8",
    );
    expect(code).toBe(3);
    expect(JSON.parse(stdout)[0].reason).toMatch(/123 GiB weights \+ 144 GiB KV cache .* GiB too much/);
  });
});

describe("check", () => {
  const check = (folder: string, ...args: string[]) =>
    trnsim(["check", "small.yaml", "--baseline", "baselines", ...args], folder);

  test("fails without a baseline, passes after --update, and fails when a chip loses 3 % of its HBM bandwidth", () => {
    const folder = folderWith({ "small.yaml": small });
    expect(check(folder).code).toBe(1);
    expect(check(folder, "--update").code).toBe(0);
    expect(check(folder).code).toBe(0);
    const slower = check(
      folder,
      "--set",
      'cluster.instance={from: inf2.xlarge, chip: {memoryBandwidth: "795.4 GB/s"}}',
    );
    expect(slower.code).toBe(1);
    expect(slower.stdout).toContain("inference.mean_tpot_ms");
    expect(check(folder, "--tolerance", "50%", "--set", "seed=1").code).toBe(0);
  });
});

describe("plug-ins", () => {
  const router = `import { defineRouter, quantity } from "trnsim";
export const routers = [
  defineRouter({
    name: "always",
    help: "always the same replica",
    options: { replica: quantity.count({}) },
    create: ({ replica }) => ({ sharedLine: false, route: () => replica, changed() {} }),
  }),
];
`;
  const using = small
    .replace("inf2.xlarge", "inf2.24xlarge")
    .replace(
      "  duration",
      "  parallelism: { tensor: 2 }\n  router: { kind: always, replica: 3 }\n  duration",
    );

  test("a router in one TypeScript file beside the scenario takes part by its name", () => {
    const folder = folderWith({ "small.yaml": `${using}plugins: [./always.ts]\n`, "always.ts": router });
    const { code, stderr } = trnsim(["run", "small.yaml"], folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [header = "", ...rows] = readFileSync(join(folder, "results/small/base/requests.csv"), "utf8")
      .trim()
      .split("\n");
    const column = header.split(",").indexOf("replica");
    expect(new Set(rows.map((row) => row.split(",")[column]))).toEqual(new Set(["3"]));
  });

  test("without its file its name is unknown, and a file that exports no plug-ins is a problem", () => {
    expect(trnsim(["run", "small.yaml"], folderWith({ "small.yaml": using })).stderr).toContain(
      'found "always"',
    );
    const folder = folderWith({
      "small.yaml": `${using}plugins: [./always.ts]\n`,
      "always.ts": "export const a = 1;",
    });
    const { code, stderr } = trnsim(["run", "small.yaml"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("expected a module that exports one or more of arrivals");
  });
});

describe("networks", () => {
  test("topology draws an UltraServer with 128 and 64 GB/s links", () => {
    const { code, stdout } = trnsim(["topology", "trn2u-ultraserver"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /64 chips; 6 links each[\s\S]*128 of 128 GB\/s each way[\s\S]*64 of 64 GB\/s each way/,
    );
    expect(stdout).toMatch(/Diameter +6 links/);
  });

  test("collective times a ring all-reduce exactly", () => {
    const args =
      "collective --topology ring:8 --bandwidth 50GB/s --latency 500ns --algorithm ring --chunks 1 --sizes 1MiB --json";
    const [row] = JSON.parse(trnsim(args.split(" ")).stdout);
    expect(row).toMatchObject({ op: "all-reduce", size_bytes: 2 ** 20, ranks: 8, algorithm: "ring" });
    expect(row.time_ns).toBeCloseTo(14 * (500 + 2 ** 20 / 400), 6);
    expect(row.busbw_bytes_per_s).toBeCloseTo(((2 ** 20 / row.time_ns) * 1e9 * 14) / 8, 0);
  });

  test("collective names every wrong flag at once, and the nearest valid word", () => {
    const args =
      "--op allreduce --topology rin:8 --bandwidth 50 --sizes 1GiB..8B --algorithm rng --chunks 0 --lnc 2";
    const { code, stdout, stderr } = trnsim(["collective", ...args.split(" ")]);
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(7);
    for (const flag of ["op", "topology", "bandwidth", "sizes", "algorithm", "chunks", "lnc"]) {
      expect(lines.filter((line) => line.startsWith(`--${flag}: `))).toHaveLength(1);
    }
    expect(stderr).toContain('did you mean "all-reduce"?');
    expect(stderr).toContain('did you mean "ring"?');
  });

  test.each([
    ["--instance trn2.48xlarge --lnc 3", '--lnc: found "3"; expected 1 or 2 on trainium2'],
    [
      "--instance trn1.32xlarge --ranks 33",
      '--ranks: found "33"; expected a whole number from 2 to the 32 ranks',
    ],
    ["--topology ring:8 --bandwidth 0GB/s", '--bandwidth: found "0GB/s"; expected a bandwidth'],
    ["--topology ring:8 --instance p5.48xlarge", "--instance: expected --topology or --instance, not both"],
    ["--instance p5.48xlarge --latency 1us", "--latency: expected no such flag beside --instance"],
    ["--topology ring:8 --job a=0-3 --ranks 4", "--ranks: expected no such flag beside --job"],
    ["--topology ring:8 --job a=0-3 --job a=4-7", "two jobs are called so"],
    ["--topology ring:8 --job a=0,0,1", '--job: found "a=0,0,1"; expected each rank once'],
    ["--topology switch:8 --algorithm in-network", "in-network does no all-reduce among 8 ranks here"],
    [
      "--topology ring:8 --selection 1MB=mash,ring",
      'found "mash"; expected the name of an algorithm; did you mean "mesh"?',
    ],
    ["--topology ring:8 --selection ring,1MB=mesh", "sizes rising, the last without"],
    ["", "--instance: found neither --instance nor --topology"],
  ])("collective %s is told what is wrong with it", (args, expected) => {
    const { code, stderr } = trnsim(["collective", "--sizes", "1MiB", ...args.split(" ").filter(Boolean)]);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });

  test("collective takes a table of one's own in place of the runtime's, and a switch that sums", () => {
    const asked = (args: string) => {
      const { stdout } = trnsim(["collective", "--sizes", "1MiB,64MiB", "--json", ...args.split(" ")]);
      return JSON.parse(stdout).map(({ algorithm }: { algorithm: string }) => algorithm);
    };
    expect(asked("--instance trn2.48xlarge")).toEqual(["halving-doubling", "multi-ring"]);
    expect(asked("--instance trn2.48xlarge --selection 2MB=mesh,ring")).toEqual(["mesh", "ring"]);
    expect(asked("--topology reducing-switch:8 --algorithm best")).toEqual(["in-network", "in-network"]);
  });
});

describe("other commands", () => {
  test("estimate answers in one line", () => {
    const { code, stdout } = trnsim([
      "estimate",
      "--model",
      "llama-3.1-8b",
      "--instance",
      "trn2.48xlarge",
      "--batch",
      "4",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^llama-3.1-8b on 1 x trn2.48xlarge: fits .* TTFT .* TPOT .* per million output tokens\n$/,
    );
  });

  test("init writes a scenario that runs", () => {
    const folder = temporaryFolder();
    expect(trnsim(["init", "mine.yaml"], folder).code).toBe(0);
    expect(trnsim(["run", "mine.yaml", "--set", "workload.duration=90 s"], folder).code).toBe(0);
    expect(trnsim(["init", "mine.yaml"], folder).code).toBe(2);
  });

  test("schema prints a JSON Schema that knows the keys of a scenario", () => {
    const schema = JSON.parse(trnsim(["schema"]).stdout);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["cluster", "model", "workload", "variants"]),
    );
  });

  test("catalog shows a figure with its source, and suggests the nearest name", () => {
    expect(trnsim(["catalog", "chips", "trainium2"]).stdout).toMatch(/memory\.bandwidth .*2,900 .*published/);
    const { code, stderr } = trnsim(["catalog", "chips", "trainum2"]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "trainium2"?');
  });

  test("an unknown option exits 2", () => {
    expect(trnsim(["run", "--colour", "x.yaml"]).code).toBe(2);
  });
});
