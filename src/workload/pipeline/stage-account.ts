/** What each stage of a pipeline held, for how long, and what that comes to in dollars and energy. */
import { choosePrice } from "../../hardware/price.ts";
import { ChipAccount, type ChipTime } from "../../metrics/chip-account.ts";
import { energyOf } from "../../metrics/energy.ts";
import type { OtherInstances } from "../workload.ts";
import type { Visit } from "./pipeline-run.ts";
import type { HeldInstances, PlannedStage } from "./planned-stage.ts";
import { boughtNs } from "./purchase-windows.ts";

const hourNs = 3600e9;
const fetching = "fetching artefacts";

/** A stage over all its times and copies. */
export interface StageAccount {
  /** Its cluster was held, ns: the sum over its times. */
  heldNs: number;
  fetchNs: number;
  /** Null where one of its instances has no price. */
  usd: number | null;
  kwh: number;
  busyFraction: number;
  /** What the chips of its own cluster did, all copies together. */
  chipTime: readonly ChipTime[];
  /** Instances beside the cluster of the scenario, with what their chips did while they were held. */
  others: readonly OtherInstances[];
}

/** The account of `stage`, whose times were `visits` in a pipeline of `elapsedNs`. */
export function stageAccount(stage: PlannedStage, visits: readonly Visit[], elapsedNs: number): StageAccount {
  const { copies } = stage.options;
  const fetchNs = visits.reduce((sum, { startNs, fetchedNs }) => sum + fetchedNs - startNs, 0);
  const workedNs = visits.reduce((sum, { fetchedNs, endNs }) => sum + endNs - fetchedNs, 0);
  const times = stage.workNs > 0 ? workedNs / stage.workNs : 0;
  const { windows } = stage.options.cluster ?? {};
  const usedNs = fetchNs + workedNs;
  const heldNs = windows ? Math.max(usedNs, boughtNs(windows, elapsedNs)) : usedNs;
  const held = stage.held.map((each, index): OtherInstances & { pricing: HeldInstances["pricing"] } => ({
    instance: each.instance,
    count: each.count * copies,
    pricing: each.pricing,
    chipTime: [
      {
        state: "warming",
        what: fetching,
        chipNs: fetchNs * each.count * copies * each.instance.chips,
      },
      ...each.chipTime.map(
        (entry): ChipTime => ({
          ...entry,
          what: index === 0 ? entry.what : `${entry.what} (${each.instance.name})`,
          chipNs: entry.chipNs * times * copies,
        }),
      ),
      ...(heldNs > usedNs
        ? [
            {
              state: "idle",
              what: "bought, not used",
              chipNs: (heldNs - usedNs) * each.count * copies * each.instance.chips,
            } as const,
          ]
        : []),
    ],
  }));
  const accounts = held.map(({ instance, count, pricing, chipTime }) => {
    const account = new ChipAccount(count * instance.chips, heldNs, chipTime);
    const { usdPerHour } = choosePrice(instance, pricing);
    const hours = (heldNs / hourNs) * (1 - account.share("off"));
    return {
      account,
      usd: usdPerHour === null ? null : usdPerHour * count * hours,
      kwh: energyOf(instance, account).kwh,
    };
  });
  const [own] = accounts as [(typeof accounts)[number]];
  return {
    heldNs,
    fetchNs,
    usd: sumOrNull(accounts.map(({ usd }) => usd)),
    kwh: accounts.reduce((sum, { kwh }) => sum + kwh, 0),
    busyFraction: own.account.share("busy"),
    chipTime: own.account.entries,
    others: stage.isShared ? held.slice(1) : held,
  };
}

/** `held`, which was given back when it was not, as the account of a run of `elapsedNs` has it. */
export function overRun({ instance, count, pricing, chipTime }: OtherInstances, elapsedNs: number) {
  const wholeNs = count * instance.chips * elapsedNs;
  const toldNs = chipTime.reduce((sum, { chipNs }) => sum + chipNs, 0);
  const off: ChipTime = { state: "off", what: "given back", chipNs: Math.max(0, wholeNs - toldNs) };
  return { instance, count, pricing, chipTime: [...chipTime, off] };
}

/** The cluster of the scenario: taken for the first of its stages, given back after the last, waiting between. */
export function clusterTime(
  visits: readonly Visit[],
  { chips, elapsedNs }: { chips: number; elapsedNs: number },
): { waitingNs: number; chipTime: readonly ChipTime[] } {
  const first = Math.min(...visits.map(({ startNs }) => startNs));
  const last = Math.max(...visits.map(({ endNs }) => endNs));
  const heldNs = visits.length === 0 ? 0 : last - first;
  const usedNs = visits.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0);
  const waitingNs = Math.max(0, heldNs - usedNs);
  return {
    waitingNs,
    chipTime: [
      { state: "idle", what: "waiting for other stages", chipNs: waitingNs * chips },
      { state: "off", what: "given back", chipNs: Math.max(0, elapsedNs - heldNs) * chips },
    ],
  };
}

/** Sum of `values`; null where one is not known. */
export function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}
