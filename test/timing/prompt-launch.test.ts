/** Steps with prompts that are launched from the host, and software without a server before it. */
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import { softwareChoice } from "../../src/timing/profiles.ts";
import { profileOffline, type SoftwareProfile } from "../../src/timing/software-profile.ts";
import { withConstants } from "../../src/validation/fit/fit-constants.ts";
import { promptOf, replicaOf } from "../../src/validation/rows/replica.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const profileOf = (name: string) => catalog.profiles.find((each) => each.name === name) as SoftwareProfile;
const trtllm = profileOf("trtllm");

function timerOf(profile: SoftwareProfile, model = "qwen3-235b-a22b", weights: "fp8" | "bf16" = "fp8") {
  const instance = catalog.instances.find(({ name }) => name === "p5.48xlarge");
  const shape = findModel(catalog.models, model);
  if (instance === undefined || shape === undefined) throw new Error("not in the catalog");
  const { timer } = replicaOf({
    model: shape,
    instance,
    profile,
    tensor: 8,
    weights,
    kvCache: "bf16",
    batch: 8,
    tokens: 40_000,
  });
  return timer;
}

const launching = (ns: number) => withConstants(trtllm, ["promptLaunchNs"], [ns]);

describe("a step with prompts", () => {
  const prefillNs = (ns: number, tokens: number, weights?: "fp8" | "bf16") =>
    timerOf(launching(ns), "qwen3-235b-a22b", weights).prefill([promptOf(tokens, 1)]).totalNs;

  test("takes what launching its operators takes, where the device is faster, and no longer where it is not", () => {
    // Twice the time of a launch is twice the step, but for its fixed parts, and the device binds long prompts.
    expect(prefillNs(200e3, 64) / prefillNs(100e3, 64)).toBeGreaterThan(1.9);
    expect(prefillNs(40e3, 64)).toBeGreaterThan(1.5 * prefillNs(1, 64));
    expect(prefillNs(40e3, 32_768)).toBeLessThan(1.001 * prefillNs(1, 32_768));
  });

  test("launches kernels that narrow the inputs of matmuls in 8 bits beside those that 16 bits need", () => {
    const launchedNs = (weights: "fp8" | "bf16") =>
      prefillNs(200e3, 64, weights) - prefillNs(100e3, 64, weights);
    expect(launchedNs("fp8")).toBeGreaterThan(1.2 * launchedNs("bf16"));
  });

  test("is all that they cost: decode steps are recorded in graphs", () => {
    const decodeNs = (ns: number) => timerOf(launching(ns)).decode(equalBatch(8, 1024)).first.totalNs;
    expect(decodeNs(200e3)).toBe(decodeNs(1));
  });
});

describe("offline", () => {
  const choice = softwareChoice(catalog.profiles);

  test("prompts of TensorRT-LLM are launched by no host, and its requests pass no front end of a server", () => {
    const { constants } = profileOffline(trtllm);
    expect(constants.promptLaunchNs).toBe(0);
    expect(constants.requestOverheadNs).toBeLessThan(trtllm.constants.requestOverheadNs);
    expect(profileOffline(profileOf("vllm"))).toBe(profileOf("vllm"));
  });

  test("what a scenario sets holds", () => {
    const own = choice.parse({ from: "trtllm", set: { tokenOverhead: "5 us" } });
    expect(profileOffline(own).constants).toMatchObject({ tokenOverheadNs: 5000, promptLaunchNs: 0 });
  });

  test("what is fitted moves in proportion", () => {
    const moved = withConstants(trtllm, ["tokenOverheadNs"], [2 * trtllm.constants.tokenOverheadNs]);
    expect(profileOffline(moved).constants.tokenOverheadNs).toBeCloseTo(
      2 * profileOffline(trtllm).constants.tokenOverheadNs,
      6,
    );
  });
});
