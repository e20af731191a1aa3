/**
 * A volume in a world: one that jobs share, or that each instance has of its own. Shared: bandwidth and requests as resources, and
 * room that a job waits for. A job's transfer is one task with a stream for each of its instances, so that instances and not jobs
 * get equal parts, max-min. What an instance gets at most from it (its connections, its client) jobs with ranks there share.
 *
 * Volumes of instances' own give each instance what its drives do, or what it bought over its way to EBS. Jobs that have ranks on
 * the same instance meet there: on its drives, whichever volume they are of, on the volume, and on the way. Reads and writes
 * share a volume of EBS and the way to it; of drives they do not.
 */
import type { Instance } from "../hardware/instance.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import type { Simulator } from "../kernel/simulator.ts";
import type { Target } from "../kernel/target.ts";
import { isAway, limitsOf, type Storage, type VolumeLimits } from "./storage.ts";
import { type Stretch, Stretches } from "./stretches.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Who transfers: so many instances, each of which takes no more than `each` bytes/ns over its cards. */
export interface VolumeClient {
  owner: number;
  instances: number;
  each: number;
  /** Streams that each instance has, one a card; 1 when absent. */
  streams?: number | undefined;
  /** The first of its instances in the whole cluster; 0 when absent. */
  firstInstance?: number | undefined;
  /** What each uses at most, wherever it comes from, bytes/ns; no limit when absent. */
  pace?: number | undefined;
  /** Where it runs; in that of the volume when absent. */
  region?: string | undefined;
}

/** What a client gets who has the volume to itself, with credits where it bursts, bytes/ns. */
export function aloneBandwidth(
  { bandwidth: all, clientBandwidth, reads, writes, slots, own, between, burst }: VolumeLimits,
  way: "reads" | "writes",
  { instances, each, pace = Number.POSITIVE_INFINITY, region }: Omit<VolumeClient, "owner">,
): number {
  if (own !== undefined) return instances * Math.min(pace, own[way]);
  return Math.min(
    between && isAway(between.region, region) ? between.bandwidth : Number.POSITIVE_INFINITY,
    burst?.bandwidth ?? all,
    slots,
    way === "reads" ? reads : writes,
    instances * Math.min(each, pace, clientBandwidth),
  );
}

/** Where a volume stands. */
export interface VolumePlace {
  simulator: Simulator;
  sharing: Sharing;
  instance: Pick<Instance, "storage">;
  /** Instances by the jobs on them. */
  stretches: Stretches;
  /** The resource of a name, which volumes share. */
  resource(name: string, capacity: number): number;
}

/** Resources, and how much of each a byte uses. */
export interface VolumeUsage {
  resources: number[];
  amounts: number[];
  weight: number;
  rateMax: number;
}

/** A volume in a world. */
export class Volume {
  readonly name: string;
  readonly limits: VolumeLimits;
  /** Jobs that use it. */
  readonly users = new Set<number>();
  readonly #place: VolumePlace;
  readonly #isDrives: boolean;
  readonly #reads: readonly number[];
  readonly #writes: readonly number[];
  /** Credits of the volume, or of those of each stretch of instances, by its first. */
  readonly #buckets = new Map<number, TokenBucket>();
  /** Instances by the jobs on them that use it. */
  readonly #clients = new Stretches();
  /** Ways to other regions, as resources. */
  readonly #ways = new Map<string, number>();
  readonly #waiting: { bytes: number; by: VolumeClient; then: () => void }[] = [];
  /** At first, of the volume or of each. */
  readonly #roomBytes: number;
  /** Of one instance of a stretch that has volumes of its own, by its first; else of the volume, under 0. */
  readonly #freeBytes = new Map<number, number>();

  constructor(place: VolumePlace, { name, written }: { name: string; written: Storage[string] }) {
    this.name = name;
    this.limits = limitsOf(written, place.instance);
    this.#place = place;
    this.#isDrives = written.tier === "nvme";
    this.#roomBytes = written.size * (1 - written.used);
    const { bandwidth: all, reads, writes, slots, own, burst } = this.limits;
    const resource = (capacity: number, what: string) =>
      capacity < Number.POSITIVE_INFINITY
        ? [place.sharing.add(capacity, () => `${what} of volume ${name}`)]
        : [];
    const bandwidth = resource(burst?.bandwidth ?? all, "bandwidth");
    const shared = own ? [] : [...bandwidth, ...resource(slots, "request slots")];
    if (burst !== undefined && own === undefined) this.#fill(0, bandwidth[0] as number);
    this.#reads = [...shared, ...resource(reads, "reads")];
    this.#writes = [...shared, ...resource(writes, "writes")];
  }

  /** Tells that `by` will use it. Comes before anything moves. */
  claim(by: VolumeClient): void {
    if (!this.users.has(by.owner)) this.#clients.claim(instancesOf(by));
    this.users.add(by.owner);
    if (this.limits.own) this.#place.stretches.claim(instancesOf(by));
  }

  /** Whether others use it too, or what it stands on. */
  isShared(by: VolumeClient): boolean {
    return this.limits.own ? this.#place.stretches.isShared(instancesOf(by)) : this.users.size > 1;
  }

  /** The fewest credits that `by` has, bytes; undefined where it does not burst. */
  credits(by: VolumeClient): number | undefined {
    const buckets = this.#bucketsOf(by);
    return buckets.length === 0 ? undefined : Math.min(...buckets.map(({ bytes }) => bytes));
  }

  /** Sets those of `by`, who has used some unseen. */
  setCredits(bytes: number, by: VolumeClient): void {
    for (const bucket of this.#bucketsOf(by)) bucket.bytes = bytes;
  }

  /** Reads `bytes`; `client` gets `code` at the end. */
  read(bytes: number, by: VolumeClient, client: Target, code: number): void {
    this.#run("reads", bytes, by, client, code);
  }

  /** Writes `bytes`, for which there is room. Returns the number of the task. */
  write(bytes: number, by: VolumeClient, client: Target, code: number): number {
    return this.#run("writes", bytes, by, client, code);
  }

  /** What a byte that all of `by` read or write together uses. */
  usage(way: "reads" | "writes", by: VolumeClient): VolumeUsage {
    const { instances, each, streams = 1, pace = Number.POSITIVE_INFINITY } = by;
    const { own, clientBandwidth } = this.limits;
    const weight = instances * streams;
    if (own) {
      const resources = this.#place.stretches
        .within(instancesOf(by))
        .flatMap((stretch) => this.#ownResources(way, stretch));
      // The resources are those of one instance, which moves its part of the whole.
      const amounts = resources.map(() => 1 / instances);
      return { resources, amounts, weight, rateMax: instances * Math.min(pace, own[way]) };
    }
    const whole = [...(way === "reads" ? this.#reads : this.#writes), ...this.#wayOf(by, way)];
    const clients = this.#sharedClients(way, by);
    const rateMax = instances * Math.min(pace, each, clientBandwidth);
    return {
      resources: [...whole, ...clients],
      amounts: [...whole.map(() => 1), ...clients.map(() => 1 / instances)],
      weight,
      rateMax,
    };
  }

  /** Takes room for `bytes`, in turn, as soon as there is as much. */
  take(bytes: number, by: VolumeClient, then: () => void): void {
    this.#waiting.push({ bytes, by, then });
    this.#serve();
  }

  /** Gives room back. */
  give(bytes: number, by: VolumeClient): void {
    this.#fillUp(-bytes, by);
    this.#serve();
  }

  /** Room that is left for `by`, bytes. */
  free(by: VolumeClient): number {
    const { instances } = this.limits.own ? by : { instances: 1 };
    return instances * Math.min(...this.#holders(by).map((holder) => this.#freeOf(holder)));
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
      // Of one volume nobody overtakes; on volumes of their own jobs need not meet.
      const line = this.limits.own ? this.#waiting : this.#waiting.slice(0, 1);
      const next = line.find(({ bytes, by }) => bytes <= this.free(by));
      if (next === undefined) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#fillUp(next.bytes, next.by);
      next.then();
    }
  }

  #fillUp(bytes: number, by: VolumeClient): void {
    const each = this.limits.own ? bytes / by.instances : bytes;
    for (const holder of this.#holders(by)) this.#freeBytes.set(holder, this.#freeOf(holder) - each);
  }

  #freeOf(holder: number): number {
    return this.#freeBytes.get(holder) ?? this.#roomBytes;
  }

  /** The way between the volume's region and that of `by`, which all jobs there share. */
  #wayOf({ region }: VolumeClient, way: "reads" | "writes"): number[] {
    const { between } = this.limits;
    if (between === undefined || region === undefined || !isAway(between.region, region)) return [];
    const [from, to] = way === "reads" ? [between.region, region] : [region, between.region];
    const name = `way from ${from} to ${to} of volume ${this.name}`;
    const known = this.#ways.get(name);
    if (known !== undefined) return [known];
    const resource = this.#place.sharing.add(between.bandwidth, () => name);
    this.#ways.set(name, resource);
    return [resource];
  }

  /** What one instance gets from the volume, where other jobs use it from there too. */
  #sharedClients(way: "reads" | "writes", by: VolumeClient): number[] {
    const { clientBandwidth } = this.limits;
    if (clientBandwidth === Number.POSITIVE_INFINITY) return [];
    const shared = this.#clients.within(instancesOf(by)).filter((each) => this.#clients.isShared(each));
    return shared.map(({ first }) =>
      this.#place.resource(`${way} of volume ${this.name} by instance ${first}`, clientBandwidth),
    );
  }

  /** Whose room `by` uses. */
  #holders(by: VolumeClient): number[] {
    if (!this.limits.own) return [0];
    return this.#place.stretches.within(instancesOf(by)).map(({ first }) => first);
  }

  #bucketsOf(by: VolumeClient): TokenBucket[] {
    const { own, burst } = this.limits;
    if (burst === undefined) return [];
    if (own) for (const stretch of this.#place.stretches.within(instancesOf(by))) this.#ownBandwidth(stretch);
    return this.#holders(by).map((holder) => this.#buckets.get(holder) as TokenBucket);
  }

  #fill(holder: number, resource: number): void {
    const { simulator, sharing } = this.#place;
    const { burst } = this.limits;
    if (burst) this.#buckets.set(holder, new TokenBucket(simulator, sharing, resource, burst));
  }

  #run(way: "reads" | "writes", work: number, by: VolumeClient, client: Target, code: number): number {
    return this.#place.sharing.run({ work, usage: this.usage(way, by), owner: by.owner }, client, code);
  }

  /** What one instance of `stretch` moves over. */
  #ownResources(way: "reads" | "writes", stretch: Stretch): number[] {
    const { resource, instance } = this.#place;
    const { first } = stretch;
    if (this.#isDrives) {
      return [resource(`drives of instance ${first}, ${way}`, this.limits.own?.[way] ?? 0)];
    }
    const toEbs = resource(`way to EBS of instance ${first}`, instance.storage.ebsBandwidth);
    return [toEbs, this.#ownBandwidth(stretch)];
  }

  /** The bandwidth of the volume of one instance of `stretch`. */
  #ownBandwidth({ first }: Stretch): number {
    const { own, burst } = this.limits;
    const capacity = burst?.bandwidth ?? own?.reads ?? 0;
    const resource = this.#place.resource(`volume ${this.name} of instance ${first}`, capacity);
    if (burst && !this.#buckets.has(first)) this.#fill(first, resource);
    return resource;
  }
}

function instancesOf({ firstInstance = 0, instances }: VolumeClient): Stretch {
  return { first: firstInstance, end: firstInstance + instances };
}
