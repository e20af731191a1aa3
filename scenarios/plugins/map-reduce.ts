/**
 * A kind of workload: map tasks read their input from a store and compute on the hosts' cores, the results are shuffled from
 * every instance to every other, and reduce tasks compute again.
 *
 *     map, a task:  max(input / its share of the store, CPU time on one core)      as many at once as there are cores
 *     shuffle:      an all-to-all over the cluster's network
 *     reduce:       CPU time on one core
 */
import {
  defineWorkload,
  playExchange,
  quantity,
  type Workload,
  type WorkloadSetting,
  type World,
} from "trnsim";

interface Options {
  tasks: number;
  input: number;
  mapTime: number;
  shuffle: number;
  reduceTime: number;
  storeBandwidth: number;
}

const mapped = 0;
const shuffled = 1;
const reduced = 2;

class MapReduce implements Workload {
  readonly #options: Options;
  readonly #setting: WorkloadSetting;
  #world!: World;
  #waiting = 0;
  #left = 0;
  #startNs = 0;
  // From the start.
  #mapEndNs = 0;
  #shuffleEndNs = 0;
  #endNs = 0;

  constructor(options: Options, setting: WorkloadSetting) {
    this.#options = options;
    this.#setting = setting;
  }

  claim({ links }: World): void {
    const exchange = this.#exchange();
    if (exchange) links.claim(links.newUser(), exchange.graph);
  }

  start(world: World): void {
    this.#world = world;
    this.#startNs = world.simulator.now;
    world.board.begins(this.#setting.owner ?? 0);
    this.#startTasks(mapped);
  }

  handle(code: number, now: number): void {
    if (code === shuffled) {
      this.#shuffleEndNs = now - this.#startNs;
      this.#startTasks(reduced);
      return;
    }
    this.#left--;
    if (this.#waiting > 0) this.#startTask(code);
    else if (this.#left === 0) this.#endPhase(code, now);
  }

  #endPhase(code: number, now: number): void {
    if (code === reduced) {
      this.#endNs = now - this.#startNs;
      this.#world.board.ends(this.#setting.owner ?? 0);
      return;
    }
    this.#mapEndNs = now - this.#startNs;
    const exchange = this.#exchange();
    if (exchange === undefined) this.handle(shuffled, now);
    else playExchange(this.#world.links, exchange, this, shuffled);
  }

  /** Every rank that leads an instance sends a part of what its instance mapped to every other. */
  #exchange() {
    const { cluster, owner } = this.#setting;
    if (cluster.count < 2) return undefined;
    const bytes = this.#options.shuffle / cluster.count;
    const ranks = Array.from({ length: cluster.count }, (_, index) => index * cluster.ranksPerInstance);
    const exchange = cluster.network.exchange({ operation: "all-to-all", bytes, ranks });
    return exchange && { ...exchange, bytes, owner };
  }

  #startTasks(code: number): void {
    const { cluster } = this.#setting;
    this.#waiting = this.#options.tasks;
    this.#left = this.#options.tasks;
    const atOnce = Math.min(this.#waiting, cluster.count * cluster.instance.vcpus);
    for (let started = 0; started < atOnce; started++) this.#startTask(code);
  }

  #startTask(code: number): void {
    const { cluster, owner } = this.#setting;
    const { input, mapTime, reduceTime, storeBandwidth } = this.#options;
    const instance = this.#waiting % cluster.count;
    this.#waiting--;
    const cores = this.#world.hostCores(cluster.firstInstance + instance, cluster.instance.vcpus);
    // Work in CPU ns; a task runs on one core at most and reads its input as it goes.
    const cpuNs = code === mapped ? mapTime : reduceTime;
    const store = code === mapped ? [this.#world.resource("store", storeBandwidth)] : [];
    const amounts = code === mapped ? [1, input / cpuNs] : [1];
    const usage = { resources: [cores, ...store], amounts, rateMax: 1 };
    this.#world.sharing.run({ work: cpuNs, usage, owner }, this, code);
  }

  result() {
    const { cluster } = this.#setting;
    const { tasks, mapTime, reduceTime } = this.#options;
    const coreNs = tasks * (mapTime + reduceTime);
    const share = (ns: number) => (this.#endNs > 0 ? ns / this.#endNs : 0);
    return {
      own: {
        makespan_s: this.#endNs / 1e9,
        core_utilization: coreNs / (this.#endNs * cluster.count * cluster.instance.vcpus),
      },
      attribution: [
        { what: "map", fraction: share(this.#mapEndNs) },
        { what: "shuffle", fraction: share(this.#shuffleEndNs - this.#mapEndNs) },
        { what: "reduce", fraction: share(this.#endNs - this.#shuffleEndNs) },
      ],
      elapsedNs: this.#endNs,
      busyFraction: 0,
    };
  }
}

export const workloads = [
  defineWorkload({
    name: "map-reduce",
    help: "map tasks on host cores, a shuffle over the network, reduce tasks",
    needsNoModel: true,
    options: {
      tasks: quantity.count().meta({ description: "Map tasks, and as many reduce tasks." }),
      input: quantity.size().default(0).meta({ description: "What a map task reads from the store." }),
      mapTime: quantity.time({ positive: true }).meta({ description: "CPU time of a map task." }),
      shuffle: quantity.size().default(0).meta({ description: "All that is sent between instances." }),
      reduceTime: quantity.time({ positive: true }).meta({ description: "CPU time of a reduce task." }),
      storeBandwidth: quantity
        .bandwidth({ positive: true })
        .meta({ description: "Of the store, for all together." }),
    },
    metrics: [
      { name: "makespan_s", title: "Makespan", unit: "s", better: "lower", isHeadline: true },
      {
        name: "core_utilization",
        title: "Host cores busy",
        unit: "fraction",
        better: "higher",
        isHeadline: true,
      },
    ],
    create: (options, setting) => new MapReduce(options, setting),
  }),
];
