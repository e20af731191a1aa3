/**
 * The volume that replicas read their weights from when they come up. What it gives is shared, max-min, with other replicas that
 * come up and with other jobs, a stream for each card of a replica's hosts; each start goes no faster than its loader and its cards.
 *
 *     ten replicas of 16 GB, up at once from 1 GB/s: 160 s, where each alone takes 16 s
 *
 * Replicas that are up at the start of a run have their weights already.
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { formatBytes } from "../../base/units.ts";
import { cardsOf } from "../../cluster/between.ts";
import { limitsOf, storageProblems, usdPerByte } from "../../cluster/storage.ts";
import { aloneBandwidth, type VolumeClient, type VolumeUsage } from "../../cluster/volume.ts";
import type { World } from "../../cluster/world.ts";
import type { WorkloadSetting } from "../workload.ts";
import { hostsOfReplica } from "./kv-ways.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

const path = "workload.autoscaling.volume";

/**
 * What the volume called `name` gives to a replica that reads `bytes` alone, bytes/ns; all that is asked for where none is named. Throws
 * a `ScenarioError` where there is no such volume, instances cannot have it, or it is too small for what is read.
 */
export function weightBandwidth(
  name: string | undefined,
  { storage = {}, cluster }: Pick<WorkloadSetting, "storage" | "cluster">,
  bytes: number,
): number {
  if (name === undefined) return Number.POSITIVE_INFINITY;
  const volume = storage[name];
  if (volume === undefined) {
    const hint = nearest(name, Object.keys(storage));
    const expected = "the name of a volume of cluster.storage";
    throw new ScenarioError([{ path, found: name, expected, ...(hint !== undefined && { nearest: hint }) }]);
  }
  const problems: Problem[] = storageProblems({ [name]: volume }, cluster.instance, cluster.region);
  if (bytes > volume.size) {
    const expected = `room for ${formatBytes(bytes)} of weights`;
    problems.push({ path, found: `${name} of ${formatBytes(volume.size)}`, expected });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  const { instance, region } = cluster;
  const by = { instances: 1, each: instance.scaleOut.bandwidth, region };
  return aloneBandwidth(limitsOf(volume, instance), "reads", by);
}

/** A fleet before that volume. */
export class WeightVolume {
  /** Of all starts that have begun to read. */
  readBytes = 0;
  readonly #world: World;
  readonly #name: string;
  readonly #setting: WorkloadSetting;
  readonly #hostsOf: (replica: number) => readonly number[];

  /** Claims it for every replica of `placed`, before anything moves. */
  constructor(world: World, name: string, setting: WorkloadSetting, placed: PlacedReplicas) {
    this.#world = world;
    this.#name = name;
    this.#setting = setting;
    this.#hostsOf = hostsOfReplica(setting.cluster, placed);
    for (let replica = 0; replica < placed.replicas; replica++) {
      world.volume(name)?.claim(this.#client(this.#hostsOf(replica)));
    }
  }

  /** What a byte of the `bytes` that `replica` now reads uses; undefined for one on other hardware than the cluster's. */
  read(replica: number, bytes: number): VolumeUsage | undefined {
    const hosts = this.#hostsOf(replica);
    if (hosts.length === 0) return undefined;
    this.readBytes += bytes;
    return this.#world.volume(this.#name)?.usage("reads", this.#client(hosts));
  }

  /** USD of what was read: between regions, and for requests. */
  get usd(): number {
    const { storage = {}, cluster } = this.#setting;
    const volume = storage[this.#name];
    return volume === undefined ? 0 : this.readBytes * usdPerByte(volume, cluster.region, "read");
  }

  #client(hosts: readonly number[]): VolumeClient {
    const { owner = 0, cluster } = this.#setting;
    const { instance, region } = cluster;
    const [firstInstance = 0] = hosts;
    const each = instance.scaleOut.bandwidth;
    return { owner, instances: hosts.length, firstInstance, streams: cardsOf(instance), each, region };
  }
}
