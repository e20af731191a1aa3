import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { constantNames, formerConstants, scenarioName } from "../../src/timing/constants.ts";
import { profiles, softwareChoice } from "../../src/timing/profiles.ts";
import { profileOn } from "../../src/timing/software-profile.ts";

const schema = softwareChoice(profiles);

test("a name is the profile itself", () => {
  expect(schema.parse("nxdi")).toBe(profiles.find(({ name }) => name === "nxdi"));
});

test("a constant is changed under its name in scenarios, a time with its unit", () => {
  const changed = schema.parse({
    from: "nxdi",
    set: { attentionDecodeEfficiency: 0.9, layerOverhead: "80 us", kvBuckets: "compiled" },
  });
  expect(changed.constants.attentionDecodeEfficiency).toBe(0.9);
  expect(changed.constants.layerOverheadNs).toBe(80_000);
  expect(changed.behaviours.kvBuckets).toBe("compiled");
  expect(changed.basis).toContain("nxdi with attentionDecodeEfficiency, layerOverhead, kvBuckets");
});

test("a fused kernel from a length that a scenario sets is that of ranks of two cores too, unless it sets theirs", () => {
  const behaviours = (set: object) => schema.parse({ from: "nxdi", set }).behaviours;
  expect(behaviours({ flashFromTokens: 0 })).toMatchObject({ flashFromTokens: 0, flashFromTokensLnc2: null });
  expect(behaviours({ flashFromTokens: 0, flashFromTokensLnc2: 64 }).flashFromTokensLnc2).toBe(64);
  expect(behaviours({ layerOverhead: "9 us" }).flashFromTokensLnc2).toBe(1024);
});

test("an efficiency above 1 is refused, so no profile is faster than the chip", () => {
  expect(schema.safeParse({ from: "nxdi", set: { weightBandwidthEfficiency: 1.2 } }).success).toBe(false);
});

test("a misspelt profile gets the nearest name", () => {
  const { error } = schema.safeParse("nxd");
  expect(error?.issues[0]).toMatchObject({ params: { expected: "a software profile", nearest: "nxdi" } });
});

test("a constant that there was is refused with the one that took its place, beside others that are right", () => {
  for (const [former, successor] of formerConstants) {
    expect(constantNames.map(scenarioName)).not.toContain(former);
    const [place = ""] = successor.split(",");
    expect(constantNames.map(scenarioName)).toContain(place);
    const { error } = schema.safeParse({ from: "nxdi", set: { [former]: "1 us", layerOverhead: "80 us" } });
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]).toMatchObject({
      path: ["set", former],
      message: expect.stringContaining(place),
    });
  }
});

test("every shipped profile keeps its efficiencies and fractions in (0, 1]", () => {
  for (const { name, constants } of profiles) {
    for (const [constant, value] of Object.entries(constants)) {
      if (/Efficiency/.test(constant)) expect(value, `${name} ${constant}`).toBeGreaterThan(0);
      if (/Efficiency|Fraction/.test(constant)) expect(value, `${name} ${constant}`).toBeLessThanOrEqual(1);
      expect(value, `${name} ${constant}`).toBeGreaterThanOrEqual(0);
    }
  }
});

test("on Neuron devices vLLM is NxD Inference, with what a scenario changes, and itself elsewhere", () => {
  const chipOf = (name: string) =>
    catalog.chips.find((chip) => chip.name === name) as (typeof catalog.chips)[0];
  const nxdi = profiles.find(({ name }) => name === "nxdi");
  const vllm = schema.parse("vllm");
  expect(profileOn(chipOf("inferentia2"), vllm)).toEqual(nxdi);
  expect(profileOn(chipOf("h200"), vllm).name).toBe("vllm");
  const changed = schema.parse({ from: "vllm", set: { layerOverhead: "9 us" } });
  const { constants } = profileOn(chipOf("trainium2"), changed);
  expect(constants.layerOverheadNs).toBe(9000);
  expect(constants.stepOverheadNs).toBe(nxdi?.constants.stepOverheadNs);
});
