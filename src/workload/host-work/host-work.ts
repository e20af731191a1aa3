/**
 * The workload kind `host-work`: work of the hosts' processors, such as downloads, preprocessing and tests, that is spread
 * evenly over all instances and needs no accelerator.
 *
 *     time = vCPU time / (instances x vCPUs)       or a time that is given
 *
 * A job that has a part of the ranks of its instances has that part of their vCPUs at most, and less where other jobs use
 * more than theirs: it is a task on the cores of every host, over with the last. On accelerators the chips wait meanwhile,
 * and are paid for; on instances without any the processor is the chip.
 */
import type { z } from "zod";
import { ScenarioError } from "../../base/errors.ts";
import { time } from "../../base/quantity.ts";
import { type HostShare, hostShare } from "../../cluster/host.ts";
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
  // It leaves chips alone.
  sharesChips: true,
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
  readonly #hosts: HostShare;
  readonly #vcpus: number;
  /** Of a time that is given, ns, or of all vCPUs together. */
  readonly #workNs: number;
  readonly #isGiven: boolean;
  #startNs = 0;
  #endNs: number | undefined;

  constructor({ vcpuTime, time: given }: HostWorkOptions, setting: WorkloadSetting) {
    this.#setting = setting;
    this.#hosts = hostShare(setting.cluster);
    this.#vcpus = setting.cluster.count * this.#hosts.ownVcpus;
    if ((vcpuTime === undefined) === (given === undefined)) {
      const found = given === undefined ? "neither vcpuTime nor time" : "vcpuTime beside time";
      throw new ScenarioError([{ path: "workload", found, expected: "one of vcpuTime and time" }]);
    }
    this.#isGiven = given !== undefined;
    this.#workNs = given ?? (vcpuTime as number);
  }

  start(world: World): void {
    const { simulator, board, sharing } = world;
    const { owner = 0 } = this.#setting;
    board.begins(owner);
    this.#startNs = simulator.now;
    const done = {
      handle: (_code: number, now: number) => {
        this.#endNs = now;
        board.ends(owner);
      },
    };
    if (this.#isGiven) {
      simulator.schedule(this.#workNs, done, 0);
      return;
    }
    // One vCPU of each host is one stream.
    const { instances, vcpus, ownVcpus } = this.#hosts;
    const resources = instances.map((instance) => world.hostCores(instance, vcpus));
    const usage = { resources, weight: ownVcpus, rateMax: ownVcpus };
    sharing.run({ work: this.#workNs / instances.length, usage, owner }, done, 0);
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
