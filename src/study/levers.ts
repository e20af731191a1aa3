/**
 * Levers: the physical quantities and costs that a result may hang on, each as overrides that scale it. What a lever does
 * not find in a scenario (a single chip has no links between chips) it does not offer.
 */
import type { Chip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import type { Override } from "../scenario/override.ts";
import { type ConstantName, scenarioName } from "../timing/constants.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";

/** Which levers are moved: `limits` as a run tells unasked, `all` with single kernels and the other way too. */
export type ExplanationDepth = "limits" | "all";

/** What a lever pulls on. */
export interface LeverTarget {
  instance: Instance;
  /** Instances in the cluster. */
  count: number;
  software: SoftwareProfile;
  /** Whether the scenario names its software; else the profile's name must be written too. */
  namesSoftware: boolean;
}

/** A quantity that can be scaled. */
export interface Lever {
  name: string;
  /** Overrides that make it `factor` times as large; none where the scenario has no such thing. */
  overrides(target: LeverTarget, factor: number): Override[];
}

const onChip = (key: string, value: unknown): Override => ({
  path: ["cluster", "instance", "chip", ...key.split(".")],
  value,
});
const onInstance = (key: string, value: unknown): Override => ({ path: ["cluster", "instance", key], value });

/** Costs that software adds to each launch, step and exchange. */
const launchConstants: readonly ConstantName[] = [
  "layerOverheadNs",
  "prefillLayerOverheadNs",
  "hostLaunchNs",
  "stepOverheadNs",
  "sequenceStepNs",
  "runningStepNs",
  "joinOverheadNs",
  "collectiveOverheadNs",
  "optimizerOverheadNs",
  "microBatchLaunchNs",
];

/** All levers, in the order of a report. */
export const levers: readonly Lever[] = [
  { name: "compute", overrides: ({ instance }, factor) => computeOverrides(instance.chip, factor) },
  {
    name: "HBM bandwidth",
    overrides: ({ instance }, factor) => [
      onChip("memoryBandwidth", `${instance.chip.memory.bandwidth * factor} GB/s`),
    ],
  },
  {
    name: "HBM capacity",
    overrides: ({ instance: { chip } }, factor) => [onChip("memory", `${chip.memory.bytes * factor} B`)],
  },
  {
    name: "link bandwidth",
    overrides: ({ instance }, factor) => linkOverrides(instance, "scaleUpBandwidth", "GB/s", factor),
  },
  {
    name: "link latency",
    overrides: ({ instance }, factor) => linkOverrides(instance, "scaleUpLatency", "ns", factor),
  },
  {
    name: "network bandwidth",
    overrides: ({ instance, count }, factor) =>
      count > 1 ? [onInstance("networkBandwidth", `${instance.scaleOut.bandwidth * factor} GB/s`)] : [],
  },
  {
    name: "network latency",
    overrides: ({ instance, count }, factor) =>
      count > 1 ? [onInstance("networkLatency", `${instance.scaleOut.latencyNs * factor} ns`)] : [],
  },
  { name: "launch cost", overrides: launchOverrides },
];

function computeOverrides(chip: Chip, factor: number): Override[] {
  const peaks = Object.entries(chip.peaks).map(([type, peak]) =>
    onChip(`peaks.${type}`, `${peak * factor} GFLOPS`),
  );
  const engines = (["vector", "scalar", "gpsimd"] as const).flatMap((engine) => {
    const peak = chip[engine]?.peak;
    return peak === undefined ? [] : [onChip(`${engine}.peak`, `${peak * factor} GFLOPS`)];
  });
  return [...peaks, ...engines];
}

function linkOverrides({ chip, chips }: Instance, key: string, unit: string, factor: number): Override[] {
  if (chip.scaleUp === undefined || chips === 1) return [];
  const value = unit === "ns" ? chip.scaleUp.latencyNs : chip.scaleUp.bandwidth;
  return [onChip(key, `${value * factor} ${unit}`)];
}

function launchOverrides({ software, namesSoftware }: LeverTarget, factor: number): Override[] {
  const names = launchConstants.filter((name) => software.constants[name] > 0);
  if (names.length === 0) return [];
  const from = namesSoftware ? [] : [{ path: ["cluster", "software", "from"], value: software.name }];
  return [
    ...from,
    ...names.map((name) => ({
      path: ["cluster", "software", "set", scenarioName(name)],
      value: `${software.constants[name] * factor} ns`,
    })),
  ];
}
