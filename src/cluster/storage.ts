/**
 * Volumes as a scenario writes them: of which tier, how large, and what follows from that. What a volume gives is in `VolumeLimits`,
 * what it costs in dollars an hour and for each byte; who uses it beside whom is a matter of `volume.ts`.
 *
 *     bytes/s of all <= bandwidth        bytes/s of all <= slots x request size / latency
 *     bytes/s of all / request size <= requests/s        of one instance <= its own limit, or its connections x that of one
 */
import { z } from "zod";
import type { Problem } from "../base/errors.ts";
import { amount, bandwidth, count, fraction, size } from "../base/quantity.ts";
import { formatBytes } from "../base/units.ts";
import type { Instance } from "../hardware/instance.ts";
import { type StorageTier, storageTiers } from "../hardware/storage-tiers.ts";
import type { BurstPlan } from "./token-bucket.ts";

const names = storageTiers.map(({ name }) => name);
const tib = 2 ** 40;
const unlimited = Number.POSITIVE_INFINITY;

/** The tier of a volume. */
function tierOf({ tier }: { tier: string }): StorageTier {
  return storageTiers.find((each) => each.name === tier) as StorageTier;
}

/** Names of the tiers that have `key`. */
const having = (key: keyof StorageTier) =>
  storageTiers.flatMap((tier) => (tier[key] === undefined ? [] : [tier.name])).join(", ");

const burstSchema = z.strictObject({
  credits: size({ positive: true })
    .optional()
    .meta({ description: "Room for them: bytes more than the baseline; the tier's where it is known." }),
  bandwidth: bandwidth({ positive: true })
    .optional()
    .meta({ description: "While there are credits; that of the tier when absent." }),
  filled: fraction({ max: 1 }).default(1).meta({ description: "Of that room, when the run begins." }),
});

const volumeKeys = z.strictObject({
  tier: z
    .enum(names as [string, ...string[]], { error: `one of ${names.join(", ")}` })
    .meta({ description: "Kind of storage, with its figures in the catalog." }),
  size: size({ positive: true }).meta({
    description:
      "Of the volume, with which throughput of a file system goes; of nvme and ebs of the one of each instance.",
  }),
  used: fraction({ max: 1 }).default(0).meta({ description: "Of its size, before the jobs begin." }),
  prefixes: count().default(1).meta({ description: "Of object storage, among which requests are spread." }),
  bandwidth: bandwidth({ positive: true }).optional().meta({
    description:
      "Of all clients together, in place of what the tier gives for the size; of ebs of each volume, as bought.",
  }),
  region: z.string().optional().meta({
    description: "Where it is: jobs of other regions reach it over `between`.",
  }),
  between: z
    .strictObject({
      bandwidth: bandwidth({ positive: true }).meta({
        description: "From its region to another, or back, for all jobs there together.",
      }),
      usdPerGb: amount().default(0.02).meta({
        description: "USD for each GB either way; 0.02 between regions of the US (recalled).",
      }),
    })
    .optional()
    .meta({ description: "The way between its region and others." }),
  slots: count().optional().meta({
    description: "Of a file server: requests that it serves at once, in place of the tier's.",
  }),
  iops: count().optional().meta({
    description:
      "Of an EBS volume: requests a second, as bought; when absent the usual ones, or as many as its bandwidth takes.",
  }),
  requestSize: size({ positive: true }).optional().meta({
    description:
      "Bytes of one request, where they are counted: parts of objects, blocks of a volume; as large as they are counted as one when absent.",
  }),
  connections: count().optional().meta({
    description: "Of an instance to object storage; as many as fill its limit when absent.",
  }),
  burst: burstSchema.optional().meta({
    description:
      "Credits that are gathered while the volume is used less than its baseline, and used up above it. File systems burst only where their room is given here: it is not published.",
  }),
  usdPerGbMonth: amount()
    .optional()
    .meta({ description: "USD for each GB and month, in place of the tier's." }),
});

/** A volume, its values read but not yet weighed against its tier. */
type WrittenVolume = z.output<typeof volumeKeys>;

/** Keys that say what a tier does not have, or more than it can be. */
function unfit(volume: WrittenVolume): { path: string[]; message: string }[] {
  const tier = tierOf(volume);
  const { slots, region, between, iops, requestSize, connections, burst, usdPerGbMonth } = volume;
  const given = volume.bandwidth ?? 0;
  const step = tier.bandwidthStep?.value;
  const isStepped =
    step === undefined || (given > 0 && Math.abs(given / step - Math.round(given / step)) < 1e-9);
  const counted = [tier.requests, tier.slots, tier.iops].some((each) => each !== undefined);
  const largest = tier.iops?.bytes.value ?? unlimited;
  const credits = burst?.credits ?? tier.burst?.creditsPerTib?.value;
  const rules: readonly (readonly [isBroken: boolean, key: string, message: string])[] = [
    [slots !== undefined && !tier.slots, "slots", `slots of a tier that has them: ${having("slots")}`],
    [iops !== undefined && !tier.iops, "iops", `iops of a tier that has them: ${having("iops")}`],
    [
      (iops ?? 0) > (tier.iops?.max.value ?? unlimited),
      "iops",
      `at most ${tier.iops?.max.value} a second of ${tier.name}`,
    ],
    [requestSize !== undefined && !counted, "requestSize", "a tier that counts requests"],
    [(requestSize ?? 0) > largest, "requestSize", `at most ${formatBytes(largest)}, which count as one`],
    [
      connections !== undefined && !tier.connection,
      "connections",
      `connections of a tier that has them: ${having("connection")}`,
    ],
    [
      between !== undefined && region === undefined,
      "region",
      "a region of the volume, from which it is between",
    ],
    [
      given > boughtMax(tier),
      "bandwidth",
      "what the tier gives, or can be bought for it: 1000 MiB/s of ebs-gp3",
    ],
    [!isStepped, "bandwidth", `a multiple of ${step} GB/s, in which ${tier.name} is bought`],
    [burst !== undefined && !tier.burst, "burst", `a tier that bursts: ${having("burst")}`],
    [
      burst !== undefined && tier.burst !== undefined && credits === undefined,
      "burst",
      `credits of it: how many ${tier.name} gathers is not published`,
    ],
    [
      burst?.bandwidth !== undefined && burst.bandwidth < baselineOf(volume),
      "burst",
      "a bandwidth above what the volume gives without credits",
    ],
    [
      usdPerGbMonth === undefined && !tier.usdPerGbMonth,
      "usdPerGbMonth",
      `USD for each GB and month: no price of ${tier.name} is known`,
    ],
  ];
  return rules.flatMap(([isBroken, key, message]) => (isBroken ? [{ path: [key], message }] : []));
}

/** Schema of the volumes of a scenario, by name. */
export const storageSchema = z
  .record(
    z.string(),
    volumeKeys
      .superRefine((volume, { addIssue }) => {
        for (const { path, message } of unfit(volume)) addIssue({ code: "custom", path, message });
      })
      .meta({ description: "A volume by a name of your own." }),
  )
  .default({});

/** Volumes by name. */
export type Storage = z.output<typeof storageSchema>;

/** Most bandwidth that a scenario can give a volume of a tier, bytes/ns. */
function boughtMax({ attached, bandwidth: fixed, provisioned }: StorageTier): number {
  if (!attached) return unlimited;
  return provisioned?.bandwidthMax.value ?? fixed?.value ?? 0;
}

/** What a volume can do, per ns. */
export interface VolumeLimits {
  bandwidth: number;
  clientBandwidth: number;
  /** Of an instance to object storage, where they bound that; absent where they do not. */
  connections?: number | undefined;
  /** Bytes/ns that its requests carry. */
  reads: number;
  writes: number;
  /** Bytes/ns that its request slots carry, both ways. */
  slots: number;
  /** To jobs of other regions than this, bytes/ns each way for those of each. */
  between?: { region: string; bandwidth: number } | undefined;
  /** Of volumes of instances' own: what each gives its instance, bytes/ns, whatever the others do. */
  own?: { reads: number; writes: number } | undefined;
  /** Of the volume, or of each: more than its bandwidth while there are credits. */
  burst?: BurstPlan | undefined;
}

/** Bytes/ns for its size, without credits; of drives what the instance's read is not in it. */
function baselineOf(volume: Pick<Storage[string], "tier" | "size" | "bandwidth">): number {
  const { bandwidthPerTib, bandwidth: fixed } = tierOf(volume);
  const usual = bandwidthPerTib ? (bandwidthPerTib.value * volume.size) / tib : fixed?.value;
  return volume.bandwidth ?? usual ?? unlimited;
}

/** The limits of a volume as a scenario has it, before instances like this: 12 TiB of fsx-ssd-250 give 3 GB/s. */
export function limitsOf(volume: Storage[string], instance: Pick<Instance, "storage">): VolumeLimits {
  const { size: bytes, prefixes, slots: givenSlots, region, between, connections = unlimited } = volume;
  const tier = tierOf(volume);
  if (tier.attached !== undefined) return attachedLimits(volume, instance);
  const { clientBandwidth, requests, slots, connection, writesPerTib } = tier;
  const requestBytes = volume.requestSize ?? slots?.bytes.value ?? requests?.bytes.value ?? 0;
  const carriedBy = (at: number) =>
    slots === undefined ? unlimited : (at * requestBytes) / slots.latencyNs.value;
  const carried = (perSecond?: number) =>
    requests && perSecond ? (perSecond * prefixes * requestBytes) / 1e9 : unlimited;
  const burst = burstOf(volume);
  const ofConnections = connections < unlimited ? connections * (connection?.value ?? unlimited) : unlimited;
  const ofClient = Math.min(clientBandwidth?.value ?? unlimited, carriedBy(slots?.client.value ?? 0));
  return {
    bandwidth: baselineOf(volume),
    clientBandwidth: Math.min(ofClient, ofConnections),
    ...(ofConnections < ofClient && { connections }),
    reads: carried(requests?.reads.value),
    writes: Math.min(
      carried(requests?.writes.value),
      writesPerTib ? (writesPerTib.value * bytes) / tib : unlimited,
    ),
    slots: carriedBy(givenSlots ?? slots?.all.value ?? 0),
    ...(region !== undefined && between && { between: { region, bandwidth: between.bandwidth } }),
    ...(burst && { burst }),
  };
}

/** Of what is attached to each instance: its drives, or a volume over its way to EBS. */
function attachedLimits(volume: Storage[string], { storage }: Pick<Instance, "storage">): VolumeLimits {
  const { iops } = tierOf(volume);
  const baseline = baselineOf(volume);
  const base = { bandwidth: unlimited, clientBandwidth: unlimited, reads: unlimited, writes: unlimited };
  if (baseline === unlimited) {
    const own = { reads: storage.nvmeReadBandwidth, writes: storage.nvmeWriteBandwidth };
    return { ...base, slots: unlimited, own };
  }
  const perSecond = boughtIops(volume);
  const carried =
    iops && perSecond ? (perSecond * (volume.requestSize ?? iops.bytes.value)) / 1e9 : unlimited;
  const burst = burstOf(volume);
  const each = Math.min(burst?.bandwidth ?? baseline, carried, storage.ebsBandwidth);
  return { ...base, slots: unlimited, own: { reads: each, writes: each }, ...(burst && { burst }) };
}

/** Requests a second of a volume: as bought, else the usual ones, or as many as the bandwidth takes that was. */
function boughtIops(volume: Storage[string]): number {
  const { iops } = tierOf(volume);
  if (iops === undefined) return 0;
  const taken = Math.ceil(((volume.bandwidth ?? 0) * 1e9) / iops.bytes.value);
  return volume.iops ?? Math.min(iops.max.value, Math.max(iops.usual.value, taken));
}

/** How a volume bursts, where it does: of ebs-st1 as it is sold, of file systems as the scenario says. */
function burstOf(volume: Storage[string]): BurstPlan | undefined {
  const { size: bytes, burst: written } = volume;
  const { burst } = tierOf(volume);
  const creditBytes = written?.credits ?? (burst?.creditsPerTib && (burst.creditsPerTib.value * bytes) / tib);
  if (burst === undefined || creditBytes === undefined) return undefined;
  const usual = Math.min((burst.bandwidthPerTib.value * bytes) / tib, burst.bandwidthMax?.value ?? unlimited);
  const baseline = baselineOf(volume);
  const bandwidthUp = Math.max(baseline, written?.bandwidth ?? usual);
  return { baseline, bandwidth: bandwidthUp, creditBytes, filled: written?.filled ?? 1 };
}

/** USD for each byte that a job of `region` reads or writes: what regions and requests cost. */
export function usdPerByte(
  volume: Storage[string],
  region: string | undefined,
  way: "read" | "write",
): number {
  const { usd, requests } = tierOf(volume);
  const away = isAway(volume.region, region) ? (volume.between?.usdPerGb ?? 0) / 1e9 : 0;
  if (usd === undefined) return away;
  const bytes = usd.of === "byte" ? 1 : (volume.requestSize ?? requests?.bytes.value ?? unlimited);
  return away + usd[way].value / bytes;
}

/** Whether a job of `region` is elsewhere than what is in `own`; not where either is not told. */
export function isAway(own: string | undefined, region: string | undefined): boolean {
  return own !== undefined && region !== undefined && own !== region;
}

/** Dollars an hour of all volumes, of 730 hours a month, on a cluster of so many instances. */
export function storageUsdPerHour(storage: Storage, instances: number): number {
  return Object.values(storage).reduce((sum, volume) => {
    const { usdPerGbMonth, bandwidth: usual, provisioned, attached, iops } = tierOf(volume);
    const { bandwidth: given = 0, size: bytes } = volume;
    const more = provisioned ? Math.max(0, given - (usual?.value ?? 0)) * provisioned.usdPerMonth.value : 0;
    const requests = iops ? Math.max(0, boughtIops(volume) - iops.free.value) * iops.usdPerMonth.value : 0;
    const room = ((volume.usdPerGbMonth ?? usdPerGbMonth?.value ?? 0) * bytes) / 1e9;
    return sum + ((attached ? instances : 1) * (room + more + requests)) / 730;
  }, 0);
}

/** What the drives of all volumes draw on a cluster of so many instances, W: full or empty, read or not. */
export function storageWatts(storage: Storage, instances: number): number {
  return Object.values(storage).reduce((sum, volume) => {
    const { attached, wattsPerTb } = tierOf(volume);
    return sum + (attached ? instances : 1) * (volume.size / 1e12) * wattsPerTb.value;
  }, 0);
}

/** Whether each instance has one of its own. */
export function isAttached(volume: Storage[string]): boolean {
  return tierOf(volume).attached !== undefined;
}

/** Whether what is on a volume goes with the instance that it belongs to. */
export function isLostWithInstance(volume: Storage[string]): boolean {
  return tierOf(volume).attached?.isLost === true;
}

/** Volumes of `storage` that a job on instances like this in `region` cannot have, by their paths. */
export function storageProblems(
  storage: Storage,
  { name: on, storage: local }: Instance,
  region: string | undefined,
): Problem[] {
  const onDrives = Object.values(storage).filter(({ tier }) => tier === "nvme");
  const drivesBytes = onDrives.reduce((sum, { size: bytes }) => sum + bytes, 0);
  return Object.entries(storage).flatMap(([name, volume]): Problem[] => {
    const { tier, size: bytes, region: own, between } = volume;
    const { attached } = tierOf(volume);
    const path = `cluster.storage.${name}`;
    if (isAway(own, region) && attached) {
      const expected = `none: a volume of ${tier} is where its instances are`;
      return [{ path: `${path}.region`, found: own as string, expected }];
    }
    if (isAway(own, region) && between === undefined) {
      const expected = `{ bandwidth: ... } from ${own} to ${region}, where it is used`;
      return [{ path: `${path}.between`, found: "nothing", expected }];
    }
    if (tier === "nvme" && local.nvmeBytes === 0)
      return [
        { path: `${path}.tier`, found: tier, expected: `another tier: ${on} has no drives of its own` },
      ];
    if (tier === "nvme" && drivesBytes > local.nvmeBytes) {
      const all = onDrives.length > 1 ? ` of ${formatBytes(drivesBytes)} in ${onDrives.length} volumes` : "";
      const expected = `at most the ${formatBytes(local.nvmeBytes)} of the drives of ${on}`;
      return [{ path: `${path}.size`, found: `${formatBytes(bytes)}${all}`, expected }];
    }
    if (attached && tier !== "nvme" && local.ebsBandwidth === 0)
      return [
        { path: `${path}.tier`, found: tier, expected: `another tier: no way of ${on} to EBS is known` },
      ];
    return [];
  });
}
