/**
 * The workload kind `host-work`: work of the hosts' processors, such as downloads, preprocessing and tests, that is spread
 * evenly over all instances and needs no accelerator.
 *
 *     time = vCPU time / (instances x vCPUs)       or a time that is given
 *
 * A job that has a part of the ranks of its instances has that part of their vCPUs. On accelerators the chips wait meanwhile,
 * and are paid for; on instances without any the processor is the chip.
 */
import type { z } from "zod";
import { ScenarioError } from "../../base/errors.ts";
import { time } from "../../base/quantity.ts";
import type { World } from "../../cluster/world.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";

const options = {
  vcpuTime: time({ positive: true }).optional().meta({
    description: "Of all work on one vCPU; all vCPUs of the cluster share it evenly.",
  }),
  time: time({ positive: true }).optional().meta({
    description: "In place of vcpuTime: how long it takes, whatever the processors.",
  }),
};

type HostWorkOptions = z.output<z.ZodObject<typeof options>>;

/** The workload kind `host-work`. */
export const hostWorkload: WorkloadKind<typeof options> = {
  name: "host-work",
  help: "work of the hosts' processors, of so much vCPU time or so long; accelerators wait meanwhile",
  needsNoModel: true,
  options,
  metrics: [
    { name: "vcpus", title: "vCPUs", unit: "count", better: null, meaning: "that do it" },
    {
      name: "work_s",
      title: "Work of the hosts",
      unit: "s",
      better: "lower",
      meaning: "until it is done",
      isHeadline: true,
    },
  ],
  create: (written, setting) => new HostWork(written, setting),
};

class HostWork implements Workload {
  readonly #setting: WorkloadSetting;
  readonly #vcpus: number;
  readonly #workNs: number;
  #startNs = 0;
  #endNs: number | undefined;

  constructor({ vcpuTime, time: given }: HostWorkOptions, setting: WorkloadSetting) {
    const { count, instance, ranksPerInstance, whole } = setting.cluster;
    this.#setting = setting;
    this.#vcpus = (count * instance.vcpus * ranksPerInstance) / (whole ?? setting.cluster).ranksPerInstance;
    if ((vcpuTime === undefined) === (given === undefined)) {
      const found = given === undefined ? "neither vcpuTime nor time" : "vcpuTime beside time";
      throw new ScenarioError([{ path: "workload", found, expected: "one of vcpuTime and time" }]);
    }
    this.#workNs = given ?? (vcpuTime as number) / this.#vcpus;
  }

  start({ simulator, board }: World): void {
    const { owner = 0 } = this.#setting;
    board.begins(owner);
    this.#startNs = simulator.now;
    const done = {
      handle: (_code: number, now: number) => {
        this.#endNs = now;
        board.ends(owner);
      },
    };
    simulator.schedule(this.#workNs, done, 0);
  }

  result({ simulator }: World): WorkloadResult {
    const { cluster } = this.#setting;
    const elapsedNs = (this.#endNs ?? simulator.now) - this.#startNs;
    const isProcessor = cluster.instance.chip.kind === "cpu";
    return {
      own: { vcpus: this.#vcpus, work_s: elapsedNs / 1e9 },
      chipTime: [
        { state: isProcessor ? "busy" : "idle", what: "host work", chipNs: cluster.chips * elapsedNs },
      ],
      elapsedNs,
      warnings: this.#endNs === undefined ? ["the work of the hosts did not end"] : [],
      restsOn: ["vcpus"],
      chosen: {},
      tables: {},
      series: [],
    };
  }
}
