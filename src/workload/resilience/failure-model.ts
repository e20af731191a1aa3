/**
 * What fails and how often. A model is a list of causes; each strikes every unit of its kind (chips, hosts) by itself, so
 * that a job on n units meets n times the rate of one.
 */
import type { FamilyContract } from "../../base/contract.ts";
import { definePlugin } from "../../base/plugin.ts";
import type { Unevenness } from "./bad-hosts.ts";

/** What a cause strikes: each has as many units as the job has of it. */
export const failureUnits = [
  "chip",
  "hbm",
  "host",
  "link",
  "card",
  "switch",
  "rack",
  "storage",
  "job",
] as const;

/** Kind of unit. */
export type FailureUnit = (typeof failureUnits)[number];

/** What a failure does to a job. */
export const failureEffects = ["crash", "hang", "slow", "corrupt", "reclaim"] as const;

/**
 * - `crash`: the job stops at once;
 * - `hang`: it makes no progress and says nothing;
 * - `slow`: a host drags the job along at a lower pace until somebody notices;
 * - `corrupt`: it computes wrongly until a check;
 * - `reclaim`: the host is taken back, as spot instances are; a notice comes before.
 */
export type FailureEffect = (typeof failureEffects)[number];

/** A cause of failures. */
export interface FailureCause {
  /** For people, and the key of what was lost by it. */
  name: string;
  of: FailureUnit;
  /** Mean time between failures of one unit, ns. */
  mtbfNs: number;
  /** Whether units are taken down in turn, each once in that time, in place of at random. */
  isPlanned?: boolean;
  /** Whether the job is stopped by what notices it, so that no time passes until it is noticed. */
  isNoticed?: boolean;
  /** Hosts that stand together, under a switch or in a rack, and go down together; each unit is of one when absent. */
  hosts?: number | undefined;
  /** Until what failed is there again where no host is replaced, ns; at once when absent. */
  lastsNs?: number | undefined;
  /** Of a Weibull law: below 1 the young fail more often; 1 (exponential) when absent. */
  shape?: number;
  effect: FailureEffect;
  /** Of a reclaim: from the notice, which strikes at random, until the host is gone, ns; none when absent. */
  noticeNs?: number;
  /** Of a slow host: time of a step over that of a healthy job. */
  slowdown?: number;
  /** Mean time from the beginning of the fault until it strikes, in which checks can find it, ns; none when absent. */
  latencyNs?: number;
  /** Hosts of which some are struck more often; all alike when absent. */
  uneven?: Unevenness | undefined;
  /** Whether the host must be replaced; else the job just restarts. */
  replaces: boolean;
}

/** How many units `cause` strikes, of those there are of each kind. */
export function struckBy(
  { of, hosts }: Pick<FailureCause, "of" | "hosts">,
  units: Readonly<Record<FailureUnit, number>>,
): number {
  return hosts === undefined ? units[of] : Math.ceil(units.host / hosts);
}

/** A failure model: its causes, and where they come from. */
export interface FailureModel {
  causes: readonly FailureCause[];
  source: string;
}

/** Causes strike units there are, at rates there can be. */
export const failureContract: FamilyContract<FailureModel> = {
  family: "failures",
  guard(model, contract) {
    if (!Array.isArray(model?.causes)) throw contract.breach("no causes", "a list of causes");
    for (const each of model.causes) {
      const { name, of, mtbfNs, shape = 1, effect, noticeNs = 0, slowdown = 1, latencyNs = 0 } = each;
      contract.atLeast(each.hosts ?? 1, `${name}: hosts`, 1);
      contract.atLeast(each.lastsNs ?? 0, `${name}: lastsNs`, 0);
      contract.atLeast(mtbfNs, `${name}: mtbfNs`, 1);
      contract.atLeast(shape, `${name}: shape`, Number.MIN_VALUE);
      contract.atLeast(noticeNs, `${name}: noticeNs`, 0);
      contract.atLeast(slowdown, `${name}: slowdown`, 1);
      contract.atLeast(latencyNs, `${name}: latencyNs`, 0);
      if (!failureUnits.includes(of))
        throw contract.breach(`${name}: of ${of}`, `one of ${failureUnits.join(", ")}`);
      if (!failureEffects.includes(effect)) {
        throw contract.breach(`${name}: effect ${effect}`, `one of ${failureEffects.join(", ")}`);
      }
    }
    return model;
  },
};

/** Types a failure model. */
export const defineFailures = definePlugin<FailureModel>();

const hourNs = 3600e9;

/** Causes from counts over a time on so many units. */
export function causesOf(
  counts: readonly (readonly [
    name: string,
    of: FailureUnit,
    count: number,
    effect?: FailureEffect,
    replaces?: boolean,
  ])[],
  { hours, units }: { hours: number; units: Readonly<Partial<Record<FailureUnit, number>>> },
): FailureCause[] {
  return counts.map(([name, of, count, effect = "crash", replaces = true]) => ({
    name,
    of,
    mtbfNs: ((units[of] as number) * hours * hourNs) / count,
    effect,
    replaces,
  }));
}
