/** What a run costs and draws, from the one account of what its chips did. */
import { RandomStreams } from "../base/random.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { storageUsdPerHour, storageWatts } from "../cluster/storage.ts";
import type { Instance } from "../hardware/instance.ts";
import { choosePrice, type Pricing } from "../hardware/price.ts";
import { ChipAccount } from "../metrics/chip-account.ts";
import { type Cost, costOf } from "../metrics/cost.ts";
import { type Energy, energyOf, sumOfEnergy } from "../metrics/energy.ts";
import { chipAccountOf } from "../workload/play-alone.ts";
import type { WorkloadResult } from "../workload/workload.ts";
import type { Scenario } from "./scenario.ts";

/** Chip-time, and what follows from it. */
export interface RunAccounts {
  /** Of the cluster's chips and of those on instances beside it; so are cost and energy. */
  account: ChipAccount;
  cost: Cost;
  energy: Energy;
}

/** The accounts of `result` on `cluster`, at the prices of `scenario`; with its volumes where it is the `isWhole` cluster. */
export function accountsOf(
  scenario: Scenario,
  cluster: Cluster,
  result?: WorkloadResult,
  isWhole = scenario.jobs === undefined,
): RunAccounts {
  const { instance, pricing } = scenario.cluster;
  const { elapsedNs = 0, otherInstances = [], produced } = result ?? {};
  const account = chipAccountOf(cluster.chips, result, cluster.chipShare);
  const streams = new RandomStreams(scenario.seed);
  const priceOf = (of: Instance, way: Pricing, own: ChipAccount) =>
    choosePrice(of, way, { instances: heldInstances(of, own), elapsedNs, streams });
  const others = otherInstances.map((other) => {
    const own = new ChipAccount(other.count * other.instance.chips, elapsedNs, other.chipTime);
    return { ...other, account: own, price: priceOf(other.instance, other.pricing ?? pricing, own) };
  });
  const price = priceOf(instance, pricing, account);
  // Volumes belong to the cluster, not to one of its jobs.
  const storage = isWhole ? (scenario.cluster.storage ?? {}) : {};
  const volumes = storageUsdPerHour(storage, cluster.count);
  const transfers = elapsedNs > 0 ? ((result?.transferUsd ?? 0) * 3600e9) / elapsedNs : 0;
  const held = [{ instance, price, account }, ...others];
  return {
    account: togetherOf(held.map((each) => each.account)),
    cost: costOf(price, {
      usdPerHour: sumOrNull([...held.map((each) => usdPerHour(each)), volumes, transfers]),
      elapsedNs,
      api: typeof pricing === "object" ? pricing.api : undefined,
      ...produced,
    }),
    energy: sumOfEnergy(
      held.map((each, index) =>
        energyOf(each.instance, each.account, index === 0 ? storageWatts(storage, cluster.count) : 0),
      ),
      scenario.cluster.gramsCo2PerKwh,
    ),
  };
}

/** One account of the chips of all `accounts`, which are over the same time. */
function togetherOf(accounts: readonly ChipAccount[]): ChipAccount {
  const [own, ...others] = accounts as [ChipAccount, ...ChipAccount[]];
  if (others.length === 0) return own;
  const chips = accounts.reduce((sum, each) => sum + each.chips, 0);
  return new ChipAccount(
    chips,
    own.elapsedNs,
    accounts.flatMap(({ entries }) => entries),
  );
}

/** Instances held on average. */
function heldInstances({ chips }: { chips: number }, account: ChipAccount): number {
  return (account.chips / chips) * (1 - account.share("off"));
}

/** Dollars an hour of what is held on average; null without a price. */
function usdPerHour({
  instance,
  price,
  account,
}: {
  instance: { chips: number };
  price: { usdPerHour: number | null };
  account: ChipAccount;
}): number | null {
  return price.usdPerHour === null ? null : price.usdPerHour * heldInstances(instance, account);
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}
