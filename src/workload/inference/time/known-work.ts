/**
 * Work of forward passes, priced once for all timers of a process. The points of a search, and the pools and regions of a
 * fleet, ask for the same passes of the same shard on the same chip over and over: they differ in instances, batches and loads,
 * and in networks at most, which add their exchanges later (`workTime`). Of a search for the cheapest fleet two fifths were
 * spent in pricing operators that another point had priced.
 *
 * What the work follows from is told apart by value, but for model and chip: the catalog's are the same objects wherever they
 * are named, and what is known of one that a scenario makes is forgotten with it.
 */
import type { Chip } from "../../../hardware/chip.ts";
import type { Model } from "../../../models/model.ts";
import { forwardOperators, type Phase } from "../../../models/operators/forward-operators.ts";
import type { Operator } from "../../../models/operators/operator.ts";
import type { Shard } from "../../../models/shard.ts";
import { type ExecutionContext, type GroupWork, groupWork } from "../../../timing/forward-time.ts";

/** Which operators of a pass are meant. */
export type PartOfPass = "all" | "attention" | "all but attention";

/** What work follows from. */
export interface WorkSetting {
  model: Model;
  shard: Shard;
  context: ExecutionContext;
}

/** Passes kept at most for one setting; beyond, all are forgotten. */
const passesMax = 2 ** 15;

type Passes = Map<string, readonly GroupWork[]>;
const known = new WeakMap<Model, WeakMap<Chip, Map<string, Passes>>>();

/** The work of `phase`, or of a part of it, as one that never changes in a setting. */
export type KnownWork = (phase: Phase, part: PartOfPass) => readonly GroupWork[];

/** Work in `setting`, of which others may have asked. */
export function knownWork({ model, shard, context }: WorkSetting): KnownWork {
  const passes = passesOf({ model, shard, context });
  return (phase, part) => {
    const key = `${part} ${JSON.stringify(phase)}`;
    const made = passes.get(key) ?? workOf({ model, shard, context }, phase, part);
    if (passes.size >= passesMax) passes.clear();
    passes.set(key, made);
    return made;
  };
}

function workOf({ model, shard, context }: WorkSetting, phase: Phase, part: PartOfPass): GroupWork[] {
  const isMeant = ({ kind }: Operator) => part === "all" || (kind === "attention") === (part === "attention");
  return forwardOperators(model, phase, shard).map((group) =>
    groupWork({ ...group, operators: group.operators.filter(isMeant) }, context),
  );
}

/** What is known in `setting`. */
function passesOf({ model, shard, context }: WorkSetting): Passes {
  const { chip } = context.device;
  const byChip = known.get(model) ?? new WeakMap<Chip, Map<string, Passes>>();
  known.set(model, byChip);
  const bySetting = byChip.get(chip) ?? new Map<string, Passes>();
  byChip.set(chip, bySetting);
  const key = settingKey({ shard, context });
  const passes = bySetting.get(key) ?? new Map();
  bySetting.set(key, passes);
  return passes;
}

/** What the work of a model on a chip hangs on beside both, as text. */
export function settingKey({ shard, context }: Omit<WorkSetting, "model">): string {
  const { device, weightDevice, exchangeNs: _, ...rest } = context;
  const { chip: __, ...rates } = device;
  return JSON.stringify([shard, rates, weightDevice && { ...weightDevice, chip: null }, rest]);
}
