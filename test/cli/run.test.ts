/** `trnsim run` as a user meets it, for the most part as the built program; `npm test` builds first. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, problemLines, scenario, small, trnsim, trnsimHere } from "./trnsim.ts";

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
      "deploy.json",
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

  test("resolved.yaml reproduces the result", async () => {
    const { folder, stdout } = await trnsimHere(
      ["run", "small.yaml", "--json", "--set", "workload.batching.maxBatch=4"],
      folderWith({ "small.yaml": small }),
    );
    const again = await trnsimHere(
      ["run", "results/small/base/resolved.yaml", "--json", "--out", "again"],
      folder,
    );
    const inference = (text: string) => JSON.parse(text)[0].inference;
    expect(inference(again.stdout)).toEqual(inference(stdout));
  });

  test("of a load that gets no answer exits 3; one that gets too few, with --strict, 1", async () => {
    const load = `${small}  timeout: { queue: 1 ns }\nobjectives: { e2elP50: 10 s }\n`;
    const slow = load.replace("2/s", "200/s").replace("30 s", "2 s");
    const folder = folderWith({ "some.yaml": slow });
    const some = await trnsimHere(["run", "some.yaml", "--strict"], folder);
    expect(some.code).toBe(1);
    expect(some.stdout).toMatch(/Not served +[\d.]+ % got no answer: of \d+ requests \d+ timed out/);
    expect(some.stdout).toMatch(/e2elP50 infinite of 10 s: missed/);
    const long = ["--set", "workload.input={ kind: constant, tokens: 200000 }"];
    const none = await trnsimHere(["run", "some.yaml", "--json", ...long], folder);
    expect(none.code).toBe(3);
    expect(JSON.parse(none.stdout)[0]).toMatchObject({
      status: "nothing-served",
      requests: { completed: 0 },
    });
    const estimate = await trnsimHere([
      "estimate",
      "--model",
      "gpt2",
      "--instance",
      "p4d.24xlarge",
      "--batch",
      "2",
      "--input",
      "1024",
    ]);
    expect(estimate.code).toBe(3);
    // 8 GPUs make 8 replicas of 2 requests at a time, kept full for three waves.
    expect(estimate.stdout).toContain("100 % got no answer: of 48 requests 48 too long");
  });

  test("reports all problems, exits 2 and writes nothing", () => {
    const bad = small.replace("rate: 2/s", "rate: -2/s").replace("llama-3.2-1b", "lama-3.2-1b");
    const { folder, code, stdout, stderr } = trnsim(["run", "small.yaml"], folderWith({ "small.yaml": bad }));
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(problemLines(stderr)).toEqual([
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
    expect(base.reason).toMatch(
      /llama-3.1-70b does not fit 1 x inf2.xlarge .* GiB too much; what fits: pipeline 8 on 8 instances$/,
    );
    expect(other.status).toBe("completed");
  });

  test("says which models do not fit together, whether all stay or only the largest must", async () => {
    const classes = "\n  classes: [{ name: own, share: 1 }, { name: other, share: 1, model: llama-3.1-70b }]";
    const text = `${small.replace(/(kind: inference)/, `$1${classes}`)}variants:\n  - name: swapped\n    set: { workload.sharing.weights: swapped }\n`;
    const { code, stdout } = await trnsimHere(
      ["run", "small.yaml", "--json"],
      folderWith({ "small.yaml": text }),
    );
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

  test("parts at odds with each other are told with their place before anything runs", async () => {
    const text = `${small}variants:\n  - name: wide\n    set: { cluster.lnc: 2 }\n  - name: older\n    set: { cluster.instance: trn1.2xlarge, cluster.lnc: 2 }\n`;
    const { folder, code, stderr } = await trnsimHere(
      ["run", "small.yaml"],
      folderWith({ "small.yaml": text }),
    );
    expect(code).toBe(2);
    expect(problemLines(stderr)).toEqual([
      "small.yaml:12:25: cluster.lnc: found 2; expected 1 on inferentia2",
      "small.yaml:14:57: cluster.lnc: found 2; expected 1 on trainium",
    ]);
    expect(existsSync(join(folder, "results"))).toBe(false);
  });

  test("prompts of a model with an encoder are not cut, nor continued from a prefix", async () => {
    const text = small
      .replace("llama-3.2-1b", "t5-3b")
      .replace(/(kind: inference)/, "$1\n  batching: { kind: chunked-prefill }\n  prefixCache: {}");
    const { code, stderr } = await trnsimHere(["run", "small.yaml"], folderWith({ "small.yaml": text }));
    expect(code).toBe(2);
    expect(problemLines(stderr)).toEqual([
      "small.yaml:6:13: workload.batching: found prompts cut into chunks; expected prompts computed whole: t5-3b has an encoder",
      "small.yaml:7:16: workload.prefixCache: found prompts continued from a prefix; expected prompts computed whole: t5-3b has an encoder",
    ]);
  });

  test("prompt blocks that are no whole KV blocks are told", async () => {
    const text = small.replace(/(kind: inference)/, "$1\n  prefixCache: { blockTokens: 100 }");
    const { code, stderr } = await trnsimHere(["run", "small.yaml"], folderWith({ "small.yaml": text }));
    expect(code).toBe(2);
    expect(problemLines(stderr)).toEqual([
      "small.yaml:6:31: workload.prefixCache.blockTokens: found blocks of 100 tokens; " +
        "expected whole blocks of the KV cache, of 16 tokens (workload.kvCache.blockTokens)",
    ]);
  });

  test("a missing file is a problem, not a stack trace", async () => {
    const folder = folderWith({ "small.yaml": small, "model/config.json": "{}" });
    const told = async (...args: string[]) => {
      const { code, stderr } = await trnsimHere(args, folder);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await told("run", "nowhere.yaml", "smal.yaml", "modle/small.yaml")).toBe(
      "nowhere.yaml: found nothing of this name; expected a file\n" +
        'smal.yaml: found nothing of this name; expected a file; did you mean "small.yaml"?\n' +
        "modle/small.yaml: found no folder modle; expected a file\n",
    );
    expect(await told("estimate", "--model", "model/confg.json", "--instance", "inf2.xlarge")).toBe(
      'command line: model.huggingface: found "model/confg.json"; expected a file; did you mean "model/config.json"?\n',
    );
  });
});

test("what no process can hold is refused at once: a billion threads, a fleet of more replicas than one run", async () => {
  const folder = folderWith({ "small.yaml": small });
  const threads = await trnsimHere(["sweep", "small.yaml", "--set", "seed=1,2", "--workers", "1e9"], folder);
  expect(threads.code).toBe(2);
  expect(problemLines(threads.stderr)).toEqual(["--workers: found 1e9; expected at most 1024 threads"]);
  const pools = "workload.pools=[{ name: wide, instance: inf2.xlarge, count: 250000, tensor: 2 }]";
  const fleet = await trnsimHere(["run", "small.yaml", "--set", pools], folder);
  expect(fleet.code).toBe(2);
  expect(fleet.stderr).toMatch(
    /found 250,0\d\d replicas; expected at most 250,000 in one run: a smaller slice of fleet and load/,
  );
});

describe("opt-66b-fits", () => {
  const runs = (...args: string[]) => trnsimHere(["run", scenario("opt-66b-fits"), "--json", ...args]);

  test("runs on inf2.48xlarge with a static batch, and on g5.48xlarge with continuous batching, short of KV room", async () => {
    const { code, stdout } = await runs();
    expect(code).toBe(0);
    const [inf2, g5] = JSON.parse(stdout);
    expect(inf2.cluster.instance).toBe("inf2.48xlarge");
    expect(inf2.inference.completed).toBe(64);
    expect(g5.cluster.instance).toBe("g5.48xlarge");
    expect(g5.inference.completed).toBe(64);
    expect(g5.warnings.join()).toContain("short of KV room");
  });

  test("does not fit g5.48xlarge with a static batch: exit 3, what does not fit and by how much", async () => {
    const { code, stdout } = await runs(
      "--set",
      "cluster.instance=g5.48xlarge",
      "--set",
      "workload.parallelism.tensor=8",
    );
    expect(code).toBe(3);
    expect(JSON.parse(stdout)[0].reason).toMatch(/123 GiB weights \+ 144 GiB KV cache .* GiB too much/);
  });
});
