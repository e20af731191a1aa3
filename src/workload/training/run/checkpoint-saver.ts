/**
 * Checkpoints of a job over what others may use too: steps wait for one, or for a copy to the hosts' memory from which it goes on
 * beside them. The room of a checkpoint on a volume is given back when the next one is complete.
 */
import type { Volume, VolumeClient } from "../../../cluster/volume.ts";
import type { Target } from "../../../kernel/target.ts";
import type { CheckpointTraffic } from "./checkpoint-traffic.ts";
import { type SaveReport, Saver } from "./saver.ts";

/** Starts something that is over when `client` gets `code`; returns the number of its task, none where it is a wait. */
export type SavePart = (client: Target, code: number) => number | undefined;

/** How a job saves beside others. */
export interface SaverPlan {
  bytes: number;
  by: VolumeClient;
  everyNs: number;
  /** Where to, if it is a volume, whose room each takes. */
  volume?: Volume | undefined;
  /** What steps wait for: all of it, its way onto drives or into the memory of the hosts, or a time that is written. */
  waitFor: SavePart;
  /** What goes on from there beside the steps, until it is complete; nothing when absent. */
  goesOn?: SavePart | undefined;
  /** Ends a task before. */
  stop(task: number): void;
  /** Send it to other places when it is complete. */
  copies: readonly CheckpointTraffic[];
}

/** One that is not complete. */
interface UnderWay {
  report: SaveReport;
  task?: number | undefined;
  hasRoom: boolean;
  isStopped: boolean;
}

/** A copy to one of the other places. */
interface Copy {
  traffic: CheckpointTraffic;
  sentNs: number;
  /** Of the one that is on its way. */
  task?: number | undefined;
}

const waitedCode = 0;
const completeCode = 1;

/** Saves the state of a job over what others use too. */
export class CheckpointSaver extends Saver {
  declare readonly knownNs?: number;
  readonly #plan: SaverPlan;
  readonly #copies: readonly Copy[];
  #underWay: UnderWay | undefined;
  #holds = false;

  constructor(plan: SaverPlan, startNs: number) {
    super(plan.everyNs);
    this.#plan = plan;
    this.#copies = plan.copies.map((traffic) => ({ traffic, sentNs: startNs }));
  }

  get isSaving(): boolean {
    return this.#underWay !== undefined;
  }

  override get isOnItsWay(): boolean {
    return this.isSaving || this.#copies.some(({ task }) => task !== undefined);
  }

  save(report: SaveReport): void {
    const { bytes, by, volume } = this.#plan;
    const underWay: UnderWay = { report, hasRoom: false, isStopped: false };
    this.#underWay = underWay;
    if (volume === undefined) this.#begin(underWay);
    else
      volume.take(bytes, by, () => {
        if (underWay.isStopped) volume.give(bytes, by);
        else this.#begin(underWay);
      });
  }

  protected stop(): void {
    const { bytes, by, volume, stop } = this.#plan;
    const underWay = this.#underWay;
    this.#underWay = undefined;
    if (underWay) {
      underWay.isStopped = true;
      if (underWay.task !== undefined) stop(underWay.task);
      if (underWay.hasRoom) volume?.give(bytes, by);
    }
    for (const copy of this.#copies) {
      if (copy.task !== undefined) stop(copy.task);
      copy.task = undefined;
    }
  }

  #begin(underWay: UnderWay): void {
    const { waitFor, goesOn } = this.#plan;
    underWay.hasRoom = true;
    const client: Target = {
      handle: (code, now) => {
        underWay.task = undefined;
        if (underWay.isStopped) return;
        if (code === completeCode) this.#complete(underWay, now);
        else if (goesOn === undefined) {
          this.#complete(underWay, now);
          underWay.report.goesOn(now);
        } else {
          underWay.task = goesOn(client, completeCode);
          underWay.report.goesOn(now);
        }
      },
    };
    underWay.task = waitFor(client, waitedCode);
  }

  /** It is complete where it is saved: the one before makes room, and copies begin that are due. */
  #complete({ report }: UnderWay, now: number): void {
    const { bytes, by, volume, everyNs } = this.#plan;
    this.#underWay = undefined;
    if (this.#holds) volume?.give(bytes, by);
    this.#holds = true;
    report.isComplete(now);
    for (const copy of this.#copies) {
      // A checkpoint is due at the end of a step: half an interval says which is nearest.
      if (copy.task !== undefined || now - copy.sentNs < copy.traffic.everyNs - everyNs / 2) continue;
      copy.sentNs = now;
      copy.task = copy.traffic.send({ handle: () => (copy.task = undefined) }, completeCode);
    }
  }
}
