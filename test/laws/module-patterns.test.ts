/** Patterns of modules that know of no layer are of all layers or of none, so that one layer is asked for all. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { mayNameLayer, modulePattern } from "../../src/models/huggingface/module-pattern.ts";

const pieces = [
  "self_attn",
  "mlp",
  "gate_proj",
  "q_proj",
  "layers",
  "h",
  ".",
  "\\.",
  ".*",
  "*",
  "3",
  "\\d+",
  "|",
  "[34]",
];
const written = fc
  .tuple(
    fc.constantFrom("", "re:", "model."),
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }),
  )
  .map(([prefix, parts]) => prefix + parts.join(""));

test("a pattern that may name no layer says the same of a module in every layer", () => {
  let alike = 0;
  fc.assert(
    fc.property(written, fc.constantFrom("self_attn.q_proj", "mlp.gate_proj"), (pattern, module) => {
      if (mayNameLayer(pattern)) return;
      alike++;
      const isOf = modulePattern(pattern) ?? (() => false);
      const [first, ...others] = [0, 3, 4, 41].map((layer) => isOf([`layers.${layer}.${module}`]));
      for (const other of others) expect(other).toBe(first);
    }),
    { numRuns: 2000 },
  );
  expect(alike).toBeGreaterThan(100);
});
