/**
 * A few bad hosts: of `hosts` hosts that a cause strikes some are struck `times` as often, so that they cause most failures.
 *
 *     rate = (good + bad x times) / MTBF of a good one
 *
 * A host that is struck goes to repair and another comes in from those that stand outside; repair cures a bad one in a share
 * of cases. A diagnosis that errs sends a good host away instead, and the bad one stays. A bad host that came back uncured
 * often enough is retired: a new host, bad as often as hosts are at first, takes its place outside.
 *
 * Left out: how long a host is in repair (`Spares` knows it); strikes of good hosts, which count for no retirement.
 */
import type { Random } from "../../base/random.ts";

/** How hosts differ. */
export interface Unevenness {
  /** Share of hosts that are bad, of the job and outside alike. */
  share: number;
  /** Failures of a bad host for each of a good one. */
  times: number;
  /** Chance that the host which failed is the one that is taken out. */
  diagnosed: number;
  /** Chance that repair makes a good host of a bad one. */
  cured: number;
  /** Hosts outside from which others come in. */
  outside: number;
  /** Uncured returns after which a bad host is retired; never when absent. */
  retireAfter?: number | undefined;
}

/** The bad hosts of one cause, in the job and outside. */
export class BadHosts {
  /** Of all strikes, those of bad hosts. */
  strikes = 0;
  retired = 0;
  readonly #hosts: number;
  readonly #plan: Unevenness;
  readonly #random: Random;
  /** Uncured returns of each bad host in the job, and outside. */
  readonly #inside: number[];
  readonly #outside: number[];

  constructor(hosts: number, plan: Unevenness, random: Random) {
    this.#hosts = hosts;
    this.#plan = plan;
    this.#random = random;
    const bad = Math.round(plan.share * (hosts + plan.outside));
    const outside = Math.min(bad, Math.round(plan.share * plan.outside));
    this.#inside = new Array<number>(bad - outside).fill(0);
    this.#outside = new Array<number>(outside).fill(0);
  }

  /** Bad hosts of the job. */
  get bad(): number {
    return this.#inside.length;
  }

  /** What the rate of a good host is to be multiplied by: 10 hosts of which 2 fail five times as often count as 18. */
  get weight(): number {
    return this.#hosts + this.bad * (this.#plan.times - 1);
  }

  /** One host is struck, and hosts change places. */
  strike(): void {
    const { times, diagnosed } = this.#plan;
    const badWeight = this.bad * times;
    const isBad = this.#random() * this.weight < badWeight;
    if (isBad) this.strikes++;
    const isRight = diagnosed === 1 || this.#random() < diagnosed;
    // Whoever is sent away by mistake is any other host.
    const others = this.#hosts - 1;
    const badOthers = this.bad - (isBad ? 1 : 0);
    const leavesBad = isRight ? isBad : others > 0 && this.#random() * others < badOthers;
    const returns = leavesBad ? this.#takeBad() : undefined;
    this.#replace();
    this.#repair(returns);
  }

  #takeBad(): number | undefined {
    return this.#inside.splice(Math.floor(this.#random() * this.bad), 1)[0];
  }

  /** A host from outside comes in; with none there, the one that left comes back when it is repaired. */
  #replace(): void {
    const { outside } = this.#plan;
    if (outside === 0 || this.#random() * outside >= this.#outside.length) return;
    this.#inside.push(this.#outside.shift() as number);
  }

  /** What repair makes of a bad host that has come back so often before. */
  #repair(returns: number | undefined): void {
    if (returns === undefined) return;
    const { cured, outside, retireAfter = Number.POSITIVE_INFINITY, share } = this.#plan;
    if (this.#random() < cured) return;
    const home = outside === 0 ? this.#inside : this.#outside;
    if (returns + 1 < retireAfter) {
      home.push(returns + 1);
      return;
    }
    this.retired++;
    if (this.#random() < share) home.push(0);
  }
}
