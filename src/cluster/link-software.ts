/**
 * What the runtime makes of the links: the fraction of the datasheet's bandwidth that large messages reach, and what each
 * message costs beside its bytes. Three kinds of path: memory of one chip, links between chips, network cards.
 *
 * Memory of a chip, Neuron. A ring all-reduce touches HBM about 10 times per byte (reduce-scatter 6, all-gather 4), KangaRing
 * 7 (4 and 3), by the Neuron documents; a rank's port, which counts 2, so reaches 2/10 or 2/7 of the memory bandwidth at most.
 * Fitted on two slopes of nccom-test:
 *
 *     Trn1, 2 ranks of one chip, 256 MiB to 1 GiB: 56.8 GB/s each way / (820 / 2)             = 0.139
 *     Trn2, 16 ranks (4 chips), 32 to 512 MiB: 72.6 GB/s x 2 x 15/16 = 136 GB/s / (2900 / 4)  = 0.188
 *
 * that is 0.69 and 0.66 of the memory bandwidth by those touches: one mechanism explains both.
 *
 * Links between chips: 0.8, assumed; small all-gathers of nccom-test lie on both sides of it. Network: 0.85, low in the usual
 * 0.85 to 0.95. NVSwitch: a one-node all-reduce of 1 GB on H100s runs at 442 of 450 GB/s.
 *
 * NCCL on p5, 32 collectives of 32 MiB to 2 GiB over 2 to 32 instances, with two constants: 0.78 of the cards and 50 us a
 * message beside the 23 us of the network (proxies, copies to and from buffers). A message waits about as long in all-gathers
 * of 32 MiB over 64 and 256 GPUs (714 us and 2.7 ms for 8 and 32 instances passed one after the other, 84 to 89 us each) as in
 * all-to-alls of 128 MiB over 64 and 256 (3.7 and 5.0 ms). All are met within 9 % in the median and 13 % on average.
 *
 * NCCL sends short messages by its low-latency protocols, whose messages wait for no proxy to say that they are there: 2.7 us
 * over a network in its own table (`tuning.cc`) where long ones take 14. They carry a flag beside every four bytes: half of the
 * bandwidth. The wire's own latency is all that they pay here. The shortest messages of the rows, 128 KiB, go as long ones do;
 * the limit is half of that (assumed).
 */
import type { Chip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";

/** Of one kind of path. */
export interface PathSoftware {
  /** Large messages reach this fraction of the bandwidth. */
  efficiency: number;
  /** ns per message beside its bytes. */
  startNs: number;
  /** ns until a message arrives, beside the datasheet's latency: proxies, completions. */
  latencyNs: number;
  /** Of short messages, where the runtime sends them by another protocol. */
  short?: { bytesMax: number; efficiency: number; latencyNs: number };
}

/** Of all kinds of path. */
export interface LinkSoftware {
  chip: PathSoftware;
  scaleUp: PathSoftware;
  network: PathSoftware;
}

/** Of a runtime as it was timed. */
interface TimedSoftware extends LinkSoftware {
  /** Among the chips of an instance, and across instances; nothing was where absent. */
  measured: { inside: string; across?: string };
}

const path = (efficiency: number, latencyNs = 0): PathSoftware => ({ efficiency, startNs: 0, latencyNs });

/** Links as the datasheet has them. */
export const idealLinks: LinkSoftware = { chip: path(1), scaleUp: path(1), network: path(1) };

const neuronV2: TimedSoftware = {
  chip: path(0.139),
  scaleUp: path(0.8),
  network: path(0.85),
  measured: { inside: "2 ranks of a Trn1", across: "64 ranks of two Trn1" },
};
const neuronV3: TimedSoftware = {
  chip: path(0.188),
  scaleUp: path(0.8),
  network: path(0.85),
  measured: { inside: "16 and 64 ranks of a Trn2" },
};
const gpu: TimedSoftware = {
  chip: path(1),
  scaleUp: path(0.95),
  network: {
    ...path(0.78, 50_000),
    short: { bytesMax: 64 * 2 ** 10, efficiency: 0.78 / 2, latencyNs: 0 },
  },
  measured: { inside: "8 GPUs of a p5", across: "2 to 32 p5" },
};

/** What the usual runtime makes of the links of `chip`. */
export function linkSoftwareOf(chip: Pick<Chip, "kind" | "coreGeneration">): TimedSoftware {
  if (chip.kind !== "neuron") return gpu;
  return isNeuronV2(chip) ? neuronV2 : neuronV3;
}

/** In words, what was timed of the links of `count` of `instance`, and on which of them nothing was. */
export function timedLinks({ chip, kind }: Pick<Instance, "chip" | "kind">, count: number): string {
  const { inside, across } = linkSoftwareOf(chip).measured;
  const isAcross = count > 1;
  const timed = [inside, isAcross ? across : undefined].filter((each) => each !== undefined);
  const missing = [
    ...(kind === "ultraserver" ? ["in an UltraServer"] : []),
    ...(isAcross && across === undefined ? ["across instances"] : []),
  ];
  const nothing = missing.length > 0 ? `; nothing was timed ${missing.join(" or ")}` : "";
  return `links as timed on ${timed.join(" and on ")}${nothing}`;
}

/** Whether `chip` is of the generation of Trainium and Inferentia2, or older. */
export function isNeuronV2(chip: Pick<Chip, "coreGeneration">): boolean {
  return /v[12]$/.test(chip.coreGeneration);
}
