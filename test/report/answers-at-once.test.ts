/** What answers at once has no first token and no steps: no word of a run, its load curve or a comparison speaks of them. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { writesText } from "../../src/models/model.ts";
import { folderWith, trnsimHere } from "../cli/trnsim.ts";

/** The smallest of every family that writes no text. */
const smallest = new Map(
  catalog.models
    .filter((model) => !writesText(model))
    .sort((one, other) => (other.publishedParameters ?? 0) - (one.publishedParameters ?? 0))
    .map(({ family, name }) => [family, name]),
);

test.each([...smallest])("%s: %s", async (_, model) => {
  const reads = catalog.models.find(({ name }) => name === model)?.family === "encoder";
  const load = { arrivals: { kind: "poisson", rate: "3/s" }, requests: 20 };
  const workload = { kind: "inference", ...load, ...(reads && { input: { kind: "constant", tokens: 64 } }) };
  const objectives = { e2elP99: "1 h" };
  const file = JSON.stringify({
    name: "at-once",
    cluster: { instance: "inf2.xlarge" },
    model,
    workload,
    objectives,
  });
  const folder = folderWith({ "at-once.yaml": file });
  const run = await trnsimHere(["run", "at-once.yaml", "--load-curve"], folder);
  const compared = await trnsimHere(["compare", "at-once.yaml"], folder);
  for (const { code, stdout } of [run, compared]) {
    expect(code).toBe(0);
    expect(stdout).toMatch(/End to end/);
    expect(stdout).not.toMatch(/TTFT|TPOT|ITL|first token|output tokens|prefill|kv cache/i);
  }
  expect(run.stdout).toMatch(/^ {2}Time goes to .*\b(compute|memory|overhead) \d/m);
  expect(run.stdout).toMatch(/^ {2}Error band .*mean end to end /m);
  expect(run.stdout).toMatch(/End to end median │ End to end p99/);
  expect(compared.stdout).toMatch(/End to end median ↓/);
});

test.each([...smallest.values(), "gpt2", "t5-3b"])(
  "estimate asks %s nothing that it cannot take unless told to",
  async (model) => {
    const { maxTokens = 0 } = catalog.models.find(({ name }) => name === model) ?? {};
    const asked = ["estimate", "--model", model, "--instance", "inf2.xlarge"];
    const { code, stdout } = await trnsimHere(asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/: fits \(/);
    expect(stdout).not.toMatch(/warning|\b0 tokens/);
    const long = await trnsimHere([...asked, "--input", String(maxTokens + 1)]);
    if (stdout.includes("lengths: ")) {
      expect(stdout).toContain(`as long as ${model} takes (${maxTokens})`);
      expect(long.stdout).toContain("too long for the model");
    }
  },
);
