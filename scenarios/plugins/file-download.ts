/**
 * A kind of workload: every instance of the cluster downloads the same file from one store.
 *
 *     a download uses the store and the instance's network; all share the store max-min fairly
 */
import { defineWorkload, quantity, type Workload, type WorkloadSetting, type World } from "trnsim";

interface Options {
  size: number;
  storeBandwidth: number;
}

class FileDownload implements Workload {
  readonly #options: Options;
  readonly #setting: WorkloadSetting;
  #startNs = 0;
  #endNs = 0;
  #left = 0;

  constructor(options: Options, setting: WorkloadSetting) {
    this.#options = options;
    this.#setting = setting;
  }

  start(world: World): void {
    const { cluster, owner = 0 } = this.#setting;
    const { size, storeBandwidth } = this.#options;
    world.board.begins(owner);
    this.#startNs = world.simulator.now;
    const store = world.resource("store", storeBandwidth);
    this.#left = cluster.count;
    const done = {
      handle: (_instance: number, now: number) => {
        this.#left--;
        this.#endNs = now;
        if (this.#left === 0) world.board.ends(owner);
      },
    };
    for (let instance = 0; instance < cluster.count; instance++) {
      const network = world.resource(
        `way from the store to instance ${cluster.firstInstance + instance}`,
        cluster.instance.scaleOut.bandwidth,
      );
      world.sharing.run({ work: size, usage: { resources: [store, network] }, owner }, done, instance);
    }
  }

  result() {
    const elapsedNs = this.#endNs - this.#startNs;
    const seconds = elapsedNs / 1e9;
    return {
      own: {
        download_s: seconds,
        bytes_per_s: (this.#options.size * this.#setting.cluster.count) / seconds,
      },
      attribution: [{ what: "download", fraction: 1 }],
      elapsedNs,
      busyFraction: 0,
    };
  }
}

export const workloads = [
  defineWorkload({
    name: "file-download",
    help: "every instance downloads a file from one store",
    needsNoModel: true,
    options: {
      size: quantity.size({ positive: true }).meta({ description: "Of the file." }),
      storeBandwidth: quantity
        .bandwidth({ positive: true })
        .meta({ description: "What the store gives to all together." }),
    },
    metrics: [
      {
        name: "download_s",
        title: "Download",
        unit: "s",
        better: "lower",
        isHeadline: true,
        objective: "downloadTime",
      },
      { name: "bytes_per_s", title: "Bytes/s of all", unit: "/s", better: "higher", isHeadline: true },
    ],
    create: (options, setting) => new FileDownload(options, setting),
  }),
];
