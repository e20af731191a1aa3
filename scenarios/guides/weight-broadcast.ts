/** A kind of workload: one instance has new weights and broadcasts them to all others. With a metric, and an objective of it. */
import {
  defineWorkload,
  playExchange,
  quantity,
  type Workload,
  type WorkloadSetting,
  type World,
} from "trnsim";

interface Options {
  weights: number;
}

class WeightBroadcast implements Workload {
  readonly #setting: WorkloadSetting;
  readonly #bytes: number;
  #elapsedNs = 0;

  constructor({ weights }: Options, setting: WorkloadSetting) {
    this.#bytes = weights;
    this.#setting = setting;
  }

  // The first rank of each instance takes part; the first of all has the weights.
  #exchange() {
    const { count, ranksPerInstance, network } = this.#setting.cluster;
    const ranks = Array.from({ length: count }, (_, instance) => instance * ranksPerInstance);
    return network.exchange({ operation: "broadcast", bytes: this.#bytes, ranks });
  }

  // Whatever will be sent is claimed before anything moves.
  claim({ links }: World): void {
    const exchange = this.#exchange();
    if (exchange) links.claim(links.newUser(), exchange.graph);
  }

  // Tells the board when the job begins and ends, and the links what to carry meanwhile.
  start({ board, links, simulator }: World): void {
    const { owner = 0 } = this.#setting;
    board.begins(owner);
    const startNs = simulator.now;
    const done = {
      handle: (_code: number, now: number) => {
        this.#elapsedNs = now - startNs;
        board.ends(owner);
      },
    };
    const exchange = this.#exchange();
    if (exchange === undefined) simulator.schedule(0, done, 0);
    else playExchange(links, { ...exchange, bytes: this.#bytes, owner }, done, 0);
  }

  // Own metrics by the names that the kind declares. What chips did, warnings, tables and others may stand beside them.
  result() {
    return { own: { broadcast_s: this.#elapsedNs / 1e9 }, elapsedNs: this.#elapsedNs };
  }
}

export const workloads = [
  defineWorkload({
    name: "weight-broadcast",
    help: "one instance sends new weights to all others",
    needsNoModel: true,
    options: { weights: quantity.size({ positive: true }).meta({ description: "Of the whole model." }) },
    metrics: [
      {
        name: "broadcast_s",
        title: "Broadcast",
        unit: "s",
        better: "lower",
        meaning: "until the last instance has all weights",
        isHeadline: true,
        objective: "broadcastTime",
      },
    ],
    create: (options, setting) => new WeightBroadcast(options, setting),
  }),
];
