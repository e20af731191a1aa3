/** An override inside a name in short form: the name becomes what it is short for. */
import { expect, test } from "vitest";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { applyOverride, parsePath } from "../../src/scenario/override.ts";

const put = (written: object, path: string, value: unknown) =>
  applyOverride(written, { path: parsePath(path), value });

test.each([
  [{ cluster: { instance: "trn2.48xlarge" } }, "cluster.instance.chip.memoryBandwidth", "2x", "from"],
  [{ cluster: { software: "nxdi" } }, "cluster.software.set.stepOverhead", "1 ms", "from"],
  [{ model: "llama-3.1-8b" }, "model.layers", 8, "from"],
  [{ workload: { batching: "static" } }, "workload.batching.maxBatch", 4, "kind"],
  [{ workload: { router: "prefix-affinity" } }, "workload.router.slack", 4, "kind"],
])("in %j, %s goes beside the name", (written, path, value, key) => {
  const parent = parsePath(path).slice(0, path.includes(".set.") || path.includes(".chip.") ? -2 : -1);
  const at = (document: unknown, steps: readonly (string | number)[]) =>
    steps.reduce<unknown>((each, step) => (each as Record<string, unknown>)[String(step)], document);
  const overridden = put(written, path, value);
  expect(at(overridden, parent)).toHaveProperty(key, at(written, parent));
  expect(at(overridden, parsePath(path))).toBe(value);
});

test("what an override makes of a short form is a scenario", () => {
  const written = {
    name: "short",
    cluster: { instance: "trn2.48xlarge", software: "nxdi" },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 1 },
      input: 8,
      output: 8,
      batching: "static",
    },
  };
  const schema = catalogSchema(catalog, () => "{}");
  for (const [path, value] of [
    ["cluster.instance.chip.memoryBandwidth", "2x"],
    ["cluster.software.set.stepOverhead", "1 ms"],
    ["workload.batching.maxBatch", 4],
  ] as const) {
    expect(schema.safeParse(put(written, path, value)).success, path).toBe(true);
  }
});
