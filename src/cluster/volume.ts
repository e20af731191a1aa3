/**
 * A volume that jobs share: bandwidth and requests as resources of the world, and room that a job waits for. A job's transfer
 * is one task with a stream for each of its instances, so that instances and not jobs get equal parts, max-min:
 *
 *     bytes/s of all <= slots x request size / latency
 *     bytes/s of all <= bandwidth        bytes/s of all / request size <= requests/s        of one instance <= its own limit
 */
import { z } from "zod";
import { bandwidth, count, fraction, size } from "../base/quantity.ts";
import { storageTiers } from "../hardware/storage-tiers.ts";
import type { Target } from "../kernel/event-queue.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";

const names = storageTiers.map(({ name }) => name);
const tib = 2 ** 40;

function tierNamed(name: string): (typeof storageTiers)[number] {
  return storageTiers.find((each) => each.name === name) as (typeof storageTiers)[number];
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
          description: "Of the volume; throughput of a file system goes with it.",
        }),
        used: fraction({ max: 1 }).default(0).meta({ description: "Of its size, before the jobs begin." }),
        prefixes: count()
          .default(1)
          .meta({ description: "Of object storage, among which requests are spread." }),
        bandwidth: bandwidth({ positive: true })
          .optional()
          .meta({ description: "Of all clients together, in place of what the tier gives for the size." }),
        slots: count().optional().meta({
          description: "Of a file server: requests that it serves at once, in place of the tier's.",
        }),
      })
      .refine(({ tier, slots }) => slots === undefined || tierNamed(tier).slots !== undefined, {
        error: `slots of a tier that has them: ${storageTiers.flatMap(({ name, slots }) => (slots ? [name] : [])).join(", ")}`,
        path: ["slots"],
      })
      .meta({ description: "A volume by a name of your own." }),
  )
  .default({});

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
}

/** The limits of a volume as a scenario has it: 12 TiB of fsx-ssd-250 give 3 GB/s. */
export function limitsOf({
  tier: name,
  size: bytes,
  prefixes,
  bandwidth: given,
  slots: givenSlots,
}: Storage[string]): VolumeLimits {
  const tier = tierNamed(name);
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
    clientBandwidth: Math.min(clientBandwidth.value, carriedBy(slots?.client.value ?? 0)),
    reads: carried(requests?.reads.value),
    writes: carried(requests?.writes.value),
    slots: carriedBy(givenSlots ?? slots?.all.value ?? 0),
  };
}

/** Dollars an hour of all volumes, of 730 hours a month. */
export function storageUsdPerHour(storage: Storage): number {
  return Object.values(storage).reduce((sum, { tier: name, size: bytes }) => {
    const { usdPerGbMonth } = tierNamed(name);
    return sum + (usdPerGbMonth.value * bytes) / 1e9 / 730;
  }, 0);
}

/** Who transfers: so many instances, each of which takes no more than `each` bytes/ns. */
export interface VolumeClient {
  owner: number;
  instances: number;
  each: number;
}

/** What a client gets who has the volume to itself, bytes/ns. */
export function aloneBandwidth(
  { bandwidth: all, clientBandwidth, reads, writes, slots }: VolumeLimits,
  way: "reads" | "writes",
  { instances, each }: Omit<VolumeClient, "owner">,
): number {
  return Math.min(all, slots, way === "reads" ? reads : writes, instances * Math.min(each, clientBandwidth));
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
  readonly #waiting: { bytes: number; owner: number; then: () => void }[] = [];
  #freeBytes: number;

  constructor(sharing: Sharing, name: string, written: Storage[string]) {
    this.name = name;
    this.limits = limitsOf(written);
    this.#sharing = sharing;
    this.#freeBytes = written.size * (1 - written.used);
    const { bandwidth: all, reads, writes, slots } = this.limits;
    const resource = (capacity: number, what: string) =>
      capacity < Number.POSITIVE_INFINITY ? [sharing.add(capacity, () => `${what} of volume ${name}`)] : [];
    const shared = [...resource(all, "bandwidth"), ...resource(slots, "request slots")];
    this.#reads = [...shared, ...resource(reads, "reads")];
    this.#writes = [...shared, ...resource(writes, "writes")];
  }

  /** Reads `bytes`; `client` gets `code` at the end. */
  read(bytes: number, by: VolumeClient, client: Target, code: number): void {
    this.#run(this.#reads, bytes, by, client, code);
  }

  /** Writes `bytes`, for which there is room. */
  write(bytes: number, by: VolumeClient, client: Target, code: number): void {
    this.#run(this.#writes, bytes, by, client, code);
  }

  /** Takes room for `bytes`, in turn, as soon as there is as much. */
  take(bytes: number, owner: number, then: () => void): void {
    this.#waiting.push({ bytes, owner, then });
    this.#serve();
  }

  /** Gives room back. */
  give(bytes: number): void {
    this.#freeBytes += bytes;
    this.#serve();
  }

  /** Who waits for room. */
  unfinished(): string[] {
    return this.#waiting.map(({ bytes, owner }) => {
      const [needed, free] = [bytes, this.#freeBytes].map((each) => `${(each / 1e9).toPrecision(4)} GB`);
      return `job ${owner} waits for ${needed} on volume ${this.name}, which has ${free} left`;
    });
  }

  #serve(): void {
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || first.bytes > this.#freeBytes) return;
      this.#waiting.shift();
      this.#freeBytes -= first.bytes;
      first.then();
    }
  }

  #run(resources: readonly number[], work: number, by: VolumeClient, client: Target, code: number): void {
    const { owner, instances, each } = by;
    const rateMax = instances * Math.min(each, this.limits.clientBandwidth);
    this.#sharing.run({ work, usage: { resources, weight: instances, rateMax }, owner }, client, code);
  }
}
