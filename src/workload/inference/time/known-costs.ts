/**
 * Costs of steps that timers have priced. Replicas of the same model, split and software on the same chip and over the same
 * wires share them, those of other pools, other variants and other points of a search too: a search for a fleet spent two
 * fifths of its time putting together steps, of known work and known exchanges, that another point had put together.
 */
import type { Chip } from "../../../hardware/chip.ts";
import type { Model } from "../../../models/model.ts";
import { settingKey, type WorkSetting } from "./known-work.ts";
import type { StepCost } from "./step-timer.ts";

/** What costs follow from beside the setting of the work. */
export interface CostSetting extends WorkSetting {
  /** Pipeline stages. */
  stages: number;
  /** Tokens that a decode step computes for each sequence: more than 1 where it verifies proposals; 1 when absent. */
  queryTokens?: number;
  /** Images in each prompt; none when absent. */
  images?: number;
  /**
   * Over what ranks exchange and stages hand over, asked once the first step is priced: over the same object they take the
   * same time. Costs are the timer's own when absent.
   */
  wires?: () => object;
}

/** Costs kept at most of one kind of step; beyond, all of them are forgotten. */
const costsMax = 2 ** 13;

/** Costs of one kind of step, by a number that tells one from another. */
export class CostStore {
  readonly #costs = new Map<number, StepCost>();

  /** The cost of step `key`, which `make` prices when it is first asked for; nobody's to change. */
  cost(key: number, make: () => StepCost): StepCost {
    let cost = this.#costs.get(key);
    if (cost === undefined) {
      cost = make();
      if (this.#costs.size >= costsMax) this.#costs.clear();
      this.#costs.set(key, cost);
    }
    return cost;
  }
}

/** What is known in one setting. */
export class KnownCosts {
  readonly padded = new CostStore();
  readonly packed = new CostStore();
  readonly attention = new CostStore();
  readonly answers = new CostStore();
  readonly images = new CostStore();
  readonly #decode = new Map<number, CostStore>();

  /** Of decode steps that attend to prompts of `source` tokens beside their context. */
  decode(source: number): CostStore {
    return entry(this.#decode, source, () => new CostStore());
  }
}

const known = new WeakMap<object, WeakMap<Model, WeakMap<Chip, Map<string, KnownCosts>>>>();

/** Costs in `setting`, of which others may have asked. */
export function knownCosts(setting: CostSetting): KnownCosts {
  const { model, context, stages, queryTokens = 1, images = 0, wires } = setting;
  if (wires === undefined) return new KnownCosts();
  const byModel = entry(known, wires(), () => new WeakMap<Model, WeakMap<Chip, Map<string, KnownCosts>>>());
  const byChip = entry(byModel, model, () => new WeakMap<Chip, Map<string, KnownCosts>>());
  const bySetting = entry(byChip, context.device.chip, () => new Map<string, KnownCosts>());
  const key = `${stages} ${queryTokens} ${images} ${settingKey(setting)}`;
  return entry(bySetting, key, () => new KnownCosts());
}

/** What stands under `key` in `map`, made where nothing does. */
function entry<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
