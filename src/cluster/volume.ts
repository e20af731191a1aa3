/**
 * A volume that jobs share, or that each instance has of its own. Shared: bandwidth and requests as resources of the world, and
 * room that a job waits for. A job's transfer is one task with a stream for each of its instances, so that instances and not jobs
 * get equal parts, max-min:
 *
 *     bytes/s of all <= slots x request size / latency
 *     bytes/s of all <= bandwidth        bytes/s of all / request size <= requests/s        of one instance <= its own limit
 *
 * Of volumes of its own each instance has all that one gives, and room as much as it has instances.
 * Left out: jobs that have ranks on one instance meeting on its drives, and two volumes on its way to EBS.
 */
import { z } from "zod";
import type { Problem } from "../base/errors.ts";
import { amount, bandwidth, count, fraction, size } from "../base/quantity.ts";
import { formatBytes } from "../base/units.ts";
import type { Instance } from "../hardware/instance.ts";
import { type StorageTier, storageTiers } from "../hardware/storage-tiers.ts";
import type { Target } from "../kernel/event-queue.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";

const names = storageTiers.map(({ name }) => name);
const tib = 2 ** 40;

function tierNamed(name: string): StorageTier {
  return storageTiers.find((each) => each.name === name) as StorageTier;
}

/** Schema of the volumes of a scenario, by name. */
export const storageSchema = z
  .record(
    z.string(),
    z
      .strictObject({
        tier: z
          .enum(names as [string, ...string[]], { error: `one of ${names.join(", ")}` })
          .meta({ description: "Kind of storage, with its figures in the catalog." }),
        size: size({ positive: true }).meta({
          description:
            "Of the volume, with which throughput of a file system goes; of nvme and ebs of the one of each instance.",
        }),
        used: fraction({ max: 1 }).default(0).meta({ description: "Of its size, before the jobs begin." }),
        prefixes: count()
          .default(1)
          .meta({ description: "Of object storage, among which requests are spread." }),
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
      })
      .refine(({ tier, slots }) => slots === undefined || tierNamed(tier).slots !== undefined, {
        error: `slots of a tier that has them: ${storageTiers.flatMap(({ name, slots }) => (slots ? [name] : [])).join(", ")}`,
        path: ["slots"],
      })
      .refine(({ region, between }) => between === undefined || region !== undefined, {
        error: "a region of the volume, from which it is between",
        path: ["region"],
      })
      .refine(({ tier, bandwidth: given = 0 }) => given <= boughtMax(tier), {
        error: "what the tier gives, or can be bought for it: 1000 MiB/s of ebs-gp3",
        path: ["bandwidth"],
      })
      .meta({ description: "A volume by a name of your own." }),
  )
  .default({});

/** Most bandwidth that a scenario can give a volume of a tier, bytes/ns. */
function boughtMax(tier: string): number {
  const { attached, bandwidth: fixed, provisioned } = tierNamed(tier);
  if (!attached) return Number.POSITIVE_INFINITY;
  return provisioned?.bandwidthMax.value ?? fixed?.value ?? 0;
}

/** Volumes by name. */
export type Storage = z.output<typeof storageSchema>;

/** What a volume can do, per ns. */
export interface VolumeLimits {
  bandwidth: number;
  clientBandwidth: number;
  /** Bytes/ns that its requests carry. */
  reads: number;
  writes: number;
  /** Bytes/ns that its request slots carry, both ways. */
  slots: number;
  /** To jobs of other regions than this, bytes/ns each way for those of each. */
  between?: { region: string; bandwidth: number } | undefined;
  /** Of volumes of instances' own: what each gives its instance, bytes/ns, whatever the others do. */
  own?: { reads: number; writes: number } | undefined;
}

/** The limits of a volume as a scenario has it, before instances like this: 12 TiB of fsx-ssd-250 give 3 GB/s. */
export function limitsOf(
  {
    tier: name,
    size: bytes,
    prefixes,
    bandwidth: given,
    slots: givenSlots,
    region,
    between,
  }: Storage[string],
  { storage }: Pick<Instance, "storage">,
): VolumeLimits {
  const tier = tierNamed(name);
  if (tier.attached !== undefined) {
    const volume = given ?? tier.bandwidth?.value;
    const each = Math.min(volume ?? 0, storage.ebsBandwidth);
    const [reads, writes] =
      volume === undefined ? [storage.nvmeReadBandwidth, storage.nvmeWriteBandwidth] : [each, each];
    return { ...unlimited, own: { reads, writes } };
  }
  const { bandwidthPerTib, bandwidth: fixed, clientBandwidth, requests, slots } = tier;
  const carriedBy = (at: number) =>
    slots === undefined ? Number.POSITIVE_INFINITY : (at * slots.bytes.value) / slots.latencyNs.value;
  const carried = (perSecond?: number) =>
    requests && perSecond ? (perSecond * prefixes * requests.bytes.value) / 1e9 : Number.POSITIVE_INFINITY;
  const usual = bandwidthPerTib
    ? (bandwidthPerTib.value * bytes) / tib
    : (fixed?.value ?? Number.POSITIVE_INFINITY);
  return {
    bandwidth: given ?? usual,
    clientBandwidth: Math.min(
      clientBandwidth?.value ?? Number.POSITIVE_INFINITY,
      carriedBy(slots?.client.value ?? 0),
    ),
    reads: carried(requests?.reads.value),
    writes: carried(requests?.writes.value),
    slots: carriedBy(givenSlots ?? slots?.all.value ?? 0),
    ...(region !== undefined && between && { between: { region, bandwidth: between.bandwidth } }),
  };
}

/** USD for each byte that a job of `region` reads or writes; 0 where it is in the volume's own, or none is told. */
export function usdPerByte({ region: own, between }: Storage[string], region: string | undefined): number {
  return isAway(own, region) ? (between?.usdPerGb ?? 0) / 1e9 : 0;
}

function isAway(own: string | undefined, region: string | undefined): boolean {
  return own !== undefined && region !== undefined && own !== region;
}

const unlimited: VolumeLimits = {
  bandwidth: Number.POSITIVE_INFINITY,
  clientBandwidth: Number.POSITIVE_INFINITY,
  reads: Number.POSITIVE_INFINITY,
  writes: Number.POSITIVE_INFINITY,
  slots: Number.POSITIVE_INFINITY,
};

/** Dollars an hour of all volumes, of 730 hours a month, on a cluster of so many instances. */
export function storageUsdPerHour(storage: Storage, instances: number): number {
  return Object.values(storage).reduce((sum, { tier: name, size: bytes, bandwidth: given = 0 }) => {
    const { usdPerGbMonth, bandwidth: usual, provisioned, attached } = tierNamed(name);
    const more = provisioned ? Math.max(0, given - (usual?.value ?? 0)) * provisioned.usdPerMonth.value : 0;
    const volumes = attached ? instances : 1;
    return sum + (volumes * ((usdPerGbMonth.value * bytes) / 1e9 + more)) / 730;
  }, 0);
}

/** Whether what is on a volume goes with the instance that it belongs to. */
export function isLostWithInstance({ tier }: Storage[string]): boolean {
  return tierNamed(tier).attached?.isLost === true;
}

/** Volumes of `storage` that a job on instances like this in `region` cannot have, by their paths. */
export function storageProblems(
  storage: Storage,
  { name: on, storage: local }: Instance,
  region: string | undefined,
): Problem[] {
  return Object.entries(storage).flatMap(([name, { tier, size: bytes, region: own, between }]): Problem[] => {
    const path = `cluster.storage.${name}`;
    if (isAway(own, region) && tierNamed(tier).attached) {
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
    if (tier === "nvme" && bytes > local.nvmeBytes) {
      const expected = `at most the ${formatBytes(local.nvmeBytes)} of the drives of ${on}`;
      return [{ path: `${path}.size`, found: formatBytes(bytes), expected }];
    }
    if (tierNamed(tier).attached && tier !== "nvme" && local.ebsBandwidth === 0)
      return [
        { path: `${path}.tier`, found: tier, expected: `another tier: no way of ${on} to EBS is known` },
      ];
    return [];
  });
}

/** Who transfers: so many instances, each of which takes no more than `each` bytes/ns over its cards. */
export interface VolumeClient {
  owner: number;
  instances: number;
  each: number;
  /** What each uses at most, wherever it comes from, bytes/ns; no limit when absent. */
  pace?: number | undefined;
  /** Where it runs; in that of the volume when absent. */
  region?: string | undefined;
}

/** What a client gets who has the volume to itself, bytes/ns. */
export function aloneBandwidth(
  { bandwidth: all, clientBandwidth, reads, writes, slots, own, between }: VolumeLimits,
  way: "reads" | "writes",
  { instances, each, pace = Number.POSITIVE_INFINITY, region }: Omit<VolumeClient, "owner">,
): number {
  if (own !== undefined) return instances * Math.min(pace, own[way]);
  return Math.min(
    between && isAway(between.region, region) ? between.bandwidth : Number.POSITIVE_INFINITY,
    all,
    slots,
    way === "reads" ? reads : writes,
    instances * Math.min(each, pace, clientBandwidth),
  );
}

/** A volume in a world. */
export class Volume {
  readonly name: string;
  readonly limits: VolumeLimits;
  /** Jobs that use it. */
  readonly users = new Set<number>();
  readonly #sharing: Sharing;
  readonly #reads: readonly number[];
  readonly #writes: readonly number[];
  /** Ways to other regions, as resources. */
  readonly #ways = new Map<string, number>();
  readonly #waiting: { bytes: number; by: VolumeClient; then: () => void }[] = [];
  /** At first, of the volume or of each. */
  readonly #roomBytes: number;
  /** By job where instances have volumes of their own; else of all together, under 0. */
  readonly #freeBytes = new Map<number, number>();

  constructor(
    sharing: Sharing,
    {
      name,
      written,
      instance,
    }: { name: string; written: Storage[string]; instance: Pick<Instance, "storage"> },
  ) {
    this.name = name;
    this.limits = limitsOf(written, instance);
    this.#sharing = sharing;
    this.#roomBytes = written.size * (1 - written.used);
    const { bandwidth: all, reads, writes, slots } = this.limits;
    const resource = (capacity: number, what: string) =>
      capacity < Number.POSITIVE_INFINITY ? [sharing.add(capacity, () => `${what} of volume ${name}`)] : [];
    const shared = [...resource(all, "bandwidth"), ...resource(slots, "request slots")];
    this.#reads = [...shared, ...resource(reads, "reads")];
    this.#writes = [...shared, ...resource(writes, "writes")];
  }

  /** Reads `bytes`; `client` gets `code` at the end. */
  read(bytes: number, by: VolumeClient, client: Target, code: number): void {
    this.#run("reads", bytes, by, client, code);
  }

  /** Writes `bytes`, for which there is room. */
  write(bytes: number, by: VolumeClient, client: Target, code: number): void {
    this.#run("writes", bytes, by, client, code);
  }

  /** Takes room for `bytes`, in turn, as soon as there is as much. */
  take(bytes: number, by: VolumeClient, then: () => void): void {
    this.#waiting.push({ bytes, by, then });
    this.#serve();
  }

  /** Gives room back. */
  give(bytes: number, by: VolumeClient): void {
    this.#freeBytes.set(this.#holder(by), this.free(by) + bytes);
    this.#serve();
  }

  /** Room that is left for `by`, bytes. */
  free(by: VolumeClient): number {
    const first = this.limits.own ? by.instances * this.#roomBytes : this.#roomBytes;
    return this.#freeBytes.get(this.#holder(by)) ?? first;
  }

  /** Who waits for room. */
  unfinished(): string[] {
    return this.#waiting.map(({ bytes, by }) => {
      const [needed, free] = [bytes, this.free(by)].map((each) => `${(each / 1e9).toPrecision(4)} GB`);
      return `job ${by.owner} waits for ${needed} on volume ${this.name}, which has ${free} left`;
    });
  }

  #serve(): void {
    for (;;) {
      // Of one volume nobody overtakes; on volumes of their own jobs do not meet.
      const line = this.limits.own ? this.#waiting : this.#waiting.slice(0, 1);
      const next = line.find(({ bytes, by }) => bytes <= this.free(by));
      if (next === undefined) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#freeBytes.set(this.#holder(next.by), this.free(next.by) - next.bytes);
      next.then();
    }
  }

  /** The way between the volume's region and that of `by`, which all jobs there share. */
  #wayOf({ region }: VolumeClient, way: "reads" | "writes"): number[] {
    const { between } = this.limits;
    if (between === undefined || region === undefined || !isAway(between.region, region)) return [];
    const [from, to] = way === "reads" ? [between.region, region] : [region, between.region];
    const name = `way from ${from} to ${to} of volume ${this.name}`;
    const known = this.#ways.get(name);
    if (known !== undefined) return [known];
    const resource = this.#sharing.add(between.bandwidth, () => name);
    this.#ways.set(name, resource);
    return [resource];
  }

  #holder({ owner }: VolumeClient): number {
    return this.limits.own ? owner : 0;
  }

  #run(way: "reads" | "writes", work: number, by: VolumeClient, client: Target, code: number): void {
    const { owner, instances, each, pace = Number.POSITIVE_INFINITY } = by;
    const { own, clientBandwidth } = this.limits;
    const resources = [...(way === "reads" ? this.#reads : this.#writes), ...this.#wayOf(by, way)];
    const rateMax = instances * Math.min(pace, own ? own[way] : Math.min(each, clientBandwidth));
    this.#sharing.run({ work, usage: { resources, weight: instances, rateMax }, owner }, client, code);
  }
}
