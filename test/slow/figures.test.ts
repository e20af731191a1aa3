import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import type { Chip } from "../../src/hardware/chip.ts";
import { whyInformative } from "../../src/hardware/informative-figures.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { ChipAccount } from "../../src/metrics/chip-account.ts";
import { energyOf } from "../../src/metrics/energy.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { StorageType } from "../../src/timing/data-types.ts";
import { defaultProfile } from "../../src/timing/profiles.ts";
import { promptOf, replicaOf } from "../../src/validation/rows/replica.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const model = findModel(catalog.models, "llama-3.1-8b") as NonNullable<ReturnType<typeof findModel>>;

/** What is asked of a chip: energy, room, prefill and decode in each format, dense and sparse, within and between chips. */
function answers(instance: Instance): string {
  const profile = defaultProfile({ chip: instance.chip, workload: "inference", model });
  const formats: readonly StorageType[] = ["fp32", "tf32", "bf16", "fp16", "fp8", "int8", "mxfp4"];
  const { sparsePattern } = instance.chip;
  const figures = formats.flatMap((weights) =>
    [undefined, ...(sparsePattern ? [sparsePattern] : [])].map((sparsity) => {
      const { plan, timer } = replicaOf({
        model,
        instance,
        profile,
        tensor: 8,
        weights,
        activations: weights === "int8" ? "int8" : undefined,
        sparsity,
        kvCache: "bf16",
        batch: 1,
        tokens: 4096,
      });
      const prefillNs = timer.prefill([promptOf(4096, 1)]).totalNs;
      const decodeNs = timer.decode(equalBatch(8, 4096)).first.totalNs;
      return [prefillNs, decodeNs, plan.memory.kvCapacityTokens, plan.memory.capacityBytes];
    }),
  );
  const { chip } = instance;
  const use = { engines: 0.5, memory: 0.6, links: 0.2 };
  const account = new ChipAccount(1, 1e9, [{ state: "busy", what: "decode", chipNs: 5e8, use }]);
  const energy = energyOf(instance, account);
  const ranks = chip.cores / Math.max(...chip.coresPerRank);
  return JSON.stringify([figures, energy, ranks, chip.memory.bytes, chip.hostBandwidth]);
}

/** `chip` with three quarters of the figure at `path`. */
function reduced(chip: Chip, path: string): Chip {
  const share = 0.75;
  const copy = structuredClone(chip);
  const keys = path.split(".");
  const last = keys.pop() as string;
  const place = keys.reduce(
    (at, key) => at[key] as Record<string, unknown>,
    copy as unknown as Record<string, unknown>,
  );
  const value = place[last];
  place[last] = Array.isArray(value) ? value.map((each) => each * share) : (value as number) * share;
  return copy;
}

/** An instance with each chip of the catalog, the largest. */
const byChip = new Map(
  [...catalog.instances].sort((a, b) => a.chips - b.chips).map((each) => [each.chip.name, each]),
);

test.each([...byChip.keys()])(
  "every figure of %s changes a result when it is edited, or is marked informative",
  (name) => {
    const instance = byChip.get(name) as Instance;
    const { chip } = instance;
    const before = answers(instance);
    // Cores and ranks are counted, not scaled; links are the instance's, which wires them when it is made.
    const paths = Object.keys(chip.sources).filter((path) => !/^(cores|groupSizes|scaleUp)/.test(path));
    const silent = paths.filter((path) => answers({ ...instance, chip: reduced(chip, path) }) === before);
    const marked = paths.filter((path) => whyInformative(chip, path) !== undefined);
    expect(silent).toEqual(marked);
  },
);
