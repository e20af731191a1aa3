/** What a run among failures comes to: interruptions, and time that was lost, by why and by cause. */
import type { FailureCause } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";
import { type LossName, lossNames } from "./losses.ts";

/** The account of a run. */
export class RunAccount {
  interruptions = 0;
  /** Of these, found by a canary before they struck. */
  found = 0;
  checkpoints = 0;
  /** When each interruption was, from the start, ns. */
  readonly strikesNs: number[] = [];
  readonly lostNs = new Map<LossName, number>(lossNames.map((name) => [name, 0]));
  /** By cause: interruptions, and all the time that each cost, ns. */
  readonly byCause = new Map<string, { count: number; lostNs: number }>();

  /** All that was lost, ns. */
  get allLostNs(): number {
    return [...this.lostNs.values()].reduce((sum, ns) => sum + ns, 0);
  }

  protected count({ atNs, cause: { name, effect }, isFound = false }: Failure): void {
    this.interruptions++;
    this.strikesNs.push(atNs);
    if (isFound && effect !== "slow") this.found++;
    const known = this.byCause.get(name) ?? { count: 0, lostNs: 0 };
    known.count++;
    this.byCause.set(name, known);
  }

  protected lose(name: LossName, ns: number, cause?: FailureCause): void {
    this.lostNs.set(name, (this.lostNs.get(name) as number) + ns);
    const known = cause && this.byCause.get(cause.name);
    if (known) known.lostNs += ns;
  }
}
