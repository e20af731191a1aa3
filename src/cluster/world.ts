/**
 * A cluster in simulated time: its links as resources that everything which moves shares max-min fairly, whoever sends it.
 * Jobs tell what they will send before anything moves (`links.claim`), and then play it.
 */
import { lazy } from "../base/lazy.ts";
import type { Instance } from "../hardware/instance.ts";
import { Sharing } from "../kernel/sharing/sharing.ts";
import type { Simulator } from "../kernel/simulator.ts";
import { LinkResources } from "../network/graph/link-resources.ts";
import type { Topology } from "../network/topology.ts";
import { HostLinks } from "./host-links.ts";
import { JobBoard } from "./job-board.ts";
import { SharedChips } from "./shared-chips.ts";
import type { Storage } from "./storage.ts";
import { Stretches } from "./stretches.ts";
import { Volume } from "./volume.ts";

/** Whether exchanges meet on links (`flow`), or each takes its time alone, an optimistic bound (`analytic`). */
const fidelities = ["flow", "analytic"] as const;

/** How exchanges are played. */
export type Fidelity = (typeof fidelities)[number];

/** Shortcuts that change no result, so that tests can take the long way. */
export interface Shortcuts {
  /** Links that are always equally loaded are one resource, and groups that lie alike exchange as one. */
  folds: boolean;
  /** Steps like the one before, of training and of decoding, are jumped over; a training step that meets nobody is told at once. */
  jumps: boolean;
}

/** What a world is made of beside its clock and links. */
export interface WorldPlan {
  fidelity?: Fidelity | undefined;
  /** Jobs that claim links; 1 when absent. */
  jobs?: number;
  /** Of these, such as never run. */
  absent?: readonly number[];
  /** Volumes that jobs use by name. */
  storage?: Storage | undefined;
  /** Both when absent. */
  shortcuts?: Shortcuts | undefined;
}

/** A clock, and what is shared on it. */
export class World {
  readonly simulator: Simulator;
  readonly sharing: Sharing;
  readonly fidelity: Fidelity;
  readonly shortcuts: Shortcuts;
  readonly board: JobBoard;
  /** Chips on which several jobs compute. */
  readonly chips: SharedChips;
  readonly hostLinks: HostLinks;
  readonly #named = new Map<string, number>();
  readonly #links: () => LinkResources;
  readonly #volumes: ReadonlyMap<string, Volume>;
  readonly #drives: () => Volume;

  /** `cluster` is wired when something asks for links. */
  constructor(
    simulator: Simulator,
    cluster: {
      readonly network: { readonly topology: Topology };
      readonly instance: Pick<Instance, "storage">;
    },
    {
      fidelity = "flow",
      jobs = 1,
      absent,
      storage = {},
      shortcuts = { folds: true, jumps: true },
    }: WorldPlan = {},
  ) {
    this.simulator = simulator;
    this.board = new JobBoard(jobs, absent);
    this.sharing = new Sharing(simulator);
    this.hostLinks = new HostLinks(this.sharing, () => this.links);
    this.chips = new SharedChips(this.sharing, this.board);
    this.#links = lazy(
      () => new LinkResources(simulator, this.sharing, cluster.network.topology, shortcuts.folds),
    );
    this.fidelity = fidelity;
    this.shortcuts = shortcuts;
    const { instance } = cluster;
    const place = {
      simulator,
      sharing: this.sharing,
      instance,
      stretches: new Stretches(),
      resource: (name: string, capacity: number) => this.resource(name, capacity),
    };
    this.#volumes = new Map(
      Object.entries(storage).map(([name, written]) => [name, new Volume(place, { name, written })]),
    );
    for (const volume of this.#volumes.values()) simulator.watch(volume);
    this.#drives = lazy(() => {
      const written = { tier: "nvme", size: instance.storage.nvmeBytes, used: 0, prefixes: 1 };
      return new Volume(place, { name: "instance drives", written });
    });
  }

  /** What each instance has as its own drives, where no volume of the scenario is on them. */
  get drives(): Volume {
    return this.#drives();
  }

  /** The volume called `name`; undefined where the scenario has none. */
  volume(name: string): Volume | undefined {
    return this.#volumes.get(name);
  }

  /** Links of the cluster, as resources. */
  get links(): LinkResources {
    return this.#links();
  }

  /**
   * The resource called `name` (a host's cores, a volume), of `capacity` per ns when it is asked for first: whoever asks for
   * the same name shares it.
   */
  resource(name: string, capacity: number): number {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const resource = this.sharing.add(capacity, () => name);
    this.#named.set(name, resource);
    return resource;
  }

  /** The vCPUs of instance `index` of the whole cluster: core-ns per ns. */
  hostCores(index: number, vcpus: number): number {
    return this.resource(`host cores of instance ${index}`, vcpus);
  }
}
