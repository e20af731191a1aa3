/** The smaller commands, some as the built program; `npm test` builds first. */
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { significant } from "../../src/base/units.ts";
import { catalog } from "../../src/catalog.ts";
import { commands } from "../../src/cli/commands.ts";
import { outlineText } from "../../src/report/text/outline-text.ts";
import { temporaryFolder, trnsim, trnsimHere } from "./trnsim.ts";

const root = new URL("../..", import.meta.url).pathname;
const { chips, instances, models, profiles } = catalog;

/** Figures and words of a value, each with the key that holds it. */
function leaves(value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (typeof each === "function" || each === undefined) return [];
    return typeof each === "object" && each !== null ? leaves(each) : [[key, each]];
  });
}

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
      /^llama-3.1-8b on 1 x trn2.48xlarge: fits .* TTFT .* TPOT .* per million output tokens\n {2}trust: near what was validated: tensor .*\n$/,
    );
  });

  test("estimate of what writes no tokens speaks of sequences, and of no tokens to wait for or to pay", async () => {
    const flags = ["--model", "bert-large", "--instance", "inf2.xlarge", "--input", "384"];
    const { code, stdout } = await trnsimHere(["estimate", ...flags]);
    expect(code).toBe(0);
    const [line] = stdout.split("\n");
    expect(line).toMatch(/end to end [\d.]+ ms, [\d.]+ sequences\/s, \$[\d.]+ per million sequences$/);
    expect(line).not.toMatch(/TPOT|tokens/);
  });

  test("help names every command, without loading any, and every section of the catalog", () => {
    const help = trnsim(["--help"]).stdout.replaceAll(/\s+/g, " ");
    for (const { usage, description } of commands) {
      expect(help).toContain(` ${usage.split(" ")[0]} [options]`);
      expect(help).toContain(description);
    }
    const sections = trnsim(["catalog", "no-section"]).stderr.trim().split("a section: ")[1];
    expect(help).toContain(`(${sections})`);
  });

  test("init writes a scenario that runs", () => {
    const folder = temporaryFolder();
    expect(trnsim(["init", "mine.yaml"], folder).code).toBe(0);
    expect(trnsim(["run", "mine.yaml", "--no-explain", "--set", "workload.duration=90 s"], folder).code).toBe(
      0,
    );
    expect(trnsim(["init", "mine.yaml"], folder).code).toBe(2);
  });

  test("schema prints a JSON Schema that knows the keys of a scenario", async () => {
    const schema = JSON.parse((await trnsimHere(["schema"])).stdout);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["cluster", "model", "workload", "variants"]),
    );
  });

  test("schema and catalog know the options of a plug-in of one's own", async () => {
    const own = ["--plugin", join(root, "scenarios/plugins/circulant.ts")];
    const schemas = [await trnsimHere(["schema"]), await trnsimHere(["schema", ...own])];
    const wired = (skip: object) => ({ kind: "circulant", size: 8, linkBandwidth: "50 GB/s", ...skip });
    const accepted = schemas.map(({ stdout }) => {
      const { properties, $defs } = JSON.parse(stdout);
      const validate = new Ajv2020({ strict: false }).compile({
        ...properties.cluster.properties.topology,
        $defs,
      });
      return [validate(wired({ skip: 3 })), validate(wired({ skp: 3 }))];
    });
    expect(accepted).toEqual([
      [false, false],
      [true, false],
    ]);
    expect((await trnsimHere(["catalog", "policies", "circulant", ...own])).stdout).toMatch(
      /options +size, skip/,
    );
    expect((await trnsimHere(["catalog", "policies", "circulant"])).code).toBe(2);
    const wrong = await trnsimHere(["schema", "--plugin", "absent.ts"]);
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  });

  test.each(Object.entries({ chips, instances, models, profiles }))(
    "catalog %s tells each entry to people, within the columns of a page",
    async (section, entries) => {
      for (const { name } of [entries[0]!, entries.at(-1)!]) {
        const { code, stdout } = await trnsimHere(["catalog", section, name]);
        expect(code).toBe(0);
        expect(() => JSON.parse(stdout)).toThrow();
        expect(stdout).not.toMatch(/[{}]$|\bundefined\b|\[object/m);
        expect(stdout).toContain(name);
        for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(120);
      }
    },
  );

  test("an outline has every figure and word of a value, each behind its key", () => {
    for (const value of [...models, ...profiles]) {
      const told = outlineText(value, 1e6);
      for (const [key, leaf] of leaves(value)) {
        const shown = typeof leaf === "number" ? significant(leaf, 9) : String(leaf);
        expect(told).toContain(shown);
        if (!/^\d+$/.test(key)) expect(told).toMatch(new RegExp(`^ *(- )?${key}\\b`, "m"));
      }
    }
  });

  test("estimate takes values of the scenario that it makes, but for what its flags ask", async () => {
    const asked = ["estimate", "--model", "llama-3.1-8b", "--instance", "inf2.48xlarge", "--json"];
    const told = async (...more: string[]) => JSON.parse((await trnsimHere([...asked, ...more])).stdout);
    const { chosen, scenario } = await told("--set", "workload.parallelism.pipeline=2", "--seed", "7");
    expect([chosen.pipeline, scenario.seed]).toEqual([2, 7]);
    for (const asks of [
      "workload.input=4",
      "workload.batching=none",
      "workload.input.tokens=4",
      "workload=x",
    ]) {
      const { code, stderr } = await trnsimHere([...asked, "--set", asks]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`--set ${asks.split("=")[0]}: expected `)]);
    }
  });

  test("topology tells a wrong name beside wrong figures of its links, and what is too much to draw", async () => {
    const wrongLinks = ["--bandwidth", "3x", "--latency", "5"];
    for (const name of ["toru", "toruss:4x4", "torus:4x4:9", "torus:16x16x17"]) {
      const { code, stderr } = await trnsimHere(["topology", name, ...wrongLinks]);
      expect(code).toBe(2);
      const paths = stderr
        .trim()
        .split("\n")
        .map((line) => line.split(":")[0]);
      expect(paths).toEqual(["--bandwidth", "--latency", "topology"]);
      if (name.startsWith("toru") && !name.startsWith("torus:"))
        expect(stderr).toContain('did you mean "torus"?');
    }
    const { stderr } = await trnsimHere(["topology", "trn2.48xlarge", ...wrongLinks]);
    expect(stderr.match(/no such flag beside/g)).toHaveLength(2);
  });

  test("catalog writes a chip and an instance as a scenario does, and nothing else", async () => {
    const { code, stdout } = await trnsimHere(["catalog", "instances", "p5.48xlarge", "--yaml"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# below cluster\ninstance:\n {2}name: p5\.48xlarge\n/);
    expect(stdout).toContain("memoryBandwidth: 3.35 TB/s # published: ");
    expect((await trnsimHere(["catalog", "chips", "h100", "--yaml"])).stdout).toContain(
      "\n  power: 700 W # published: ",
    );
    expect((await trnsimHere(["catalog", "models", "opt-66b", "--yaml"])).code).toBe(2);
    expect((await trnsimHere(["catalog", "chips", "--yaml"])).code).toBe(2);
  });

  test("catalog shows what tensor ranks hold of a model, copies and padding by name", async () => {
    const run = await trnsimHere(["catalog", "models", "qwen2.5-7b", "--tensor", "8", "--json"]);
    const { whole, held, surplus } = JSON.parse(run.stdout).on_ranks;
    const more = (surplus as { parameters: number }[]).reduce((sum, { parameters }) => sum + parameters, 0);
    expect(whole + more).toBe(held);
    // Four more query heads of 128, and four KV heads twice: over 28 layers of 3,584.
    expect(surplus).toContainEqual({
      name: "query-key-value projection",
      parameters: 28 * 3584 * 128 * (4 + 2 * 4),
      why: "28 heads padded to 32, 4 KV heads on 8 ranks",
    });
    const { code, stderr } = await trnsimHere(["catalog", "models", "--tensor", "8"]);
    expect(code).toBe(2);
    expect(stderr).toContain("a whole count of ranks, of one model");
  });

  test("catalog shows a figure with its source, and suggests the nearest name", async () => {
    expect((await trnsimHere(["catalog", "chips", "trainium2"])).stdout).toMatch(
      /memory\.bandwidth .*2,900 .*published/,
    );
    const { code, stderr } = await trnsimHere(["catalog", "chips", "trainum2"]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "trainium2"?');
  });

  test("an unknown option exits 2", () => {
    expect(trnsim(["run", "--colour", "x.yaml"]).code).toBe(2);
  });
});
