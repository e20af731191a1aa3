/**
 * What would fit where a question does not: the same hardware with lighter weights, and hardware of the same kind with the
 * least memory that holds it as asked. Each is tried in a run of one replica.
 */
import type { Catalog } from "../catalog.ts";
import type { Instance } from "../hardware/instance.ts";
import { type StorageType, storageBytes, storageTypes } from "../models/weight-format.ts";
import { type EstimateQuestion, estimateScenario } from "../study/quick-estimate.ts";
import { attempt, type Column, type Simulate } from "./answer.ts";

/** The nearest that fit, in words; nothing where nothing of the catalog does. */
export function nearestFeasible(
  { question, base }: Column,
  { instances }: Pick<Catalog, "instances">,
  run: Simulate,
): string[] {
  const fits = (change: Partial<EstimateQuestion>) =>
    attempt(() => run(estimateScenario({ ...question, ...change }, 1)).record.result) !== undefined;
  const weights = heaviestFirst.find((type) => fits({ weights: type }));
  const hardware = instances
    .filter(({ chip, name }) => chip.kind === base.chip.kind && name !== base.name)
    .sort((a, b) => memoryOf(a) - memoryOf(b))
    .find(({ name }) => fits({ instance: name }));
  return [
    ...(weights ? [`fits with weights in ${weights}`] : []),
    ...(hardware ? [`fits as asked: ${question.count} x ${hardware.name}`] : []),
  ];
}

const heaviestFirst: readonly StorageType[] = [...storageTypes].sort(
  (a, b) => storageBytes[b] - storageBytes[a],
);

function memoryOf({ chips, chip }: Instance): number {
  return chips * chip.memory.usableBytes;
}
