/**
 * Faults that hide on the instances of a pool, and the canary jobs that look for them where nobody works. On an instance that
 * stands idle they begin as on one at work, at a rate r, and strike nobody: the next job there brings them with it. Canaries look
 * every T, find one that is there with probability c, and the instance is replaced before anybody gets it. A job that starts on an
 * instance which stood idle for a time t brings a fault
 *
 *     without canaries   in 1 - e^(-r t) of cases
 *     with them          in about r T (1/2 + (1 - c) / c), once t is many T
 *
 * What is still hidden when a job leaves stays on one of its instances. Canaries of idle instances take nobody's time: they give
 * way to a job that comes. Left out: a second fault of an instance that has one; faults of racks, switches and storage, which
 * begin while jobs run and are gone with them.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Random } from "../../base/random.ts";
import type { FailureCause } from "../resilience/failure-model.ts";
import { type Canaries, foundNs } from "../resilience/hidden-faults.ts";
import { dealt, type IdleFaults } from "../resilience/idle-hosts.ts";

/** An instance: the fault on it, from when on it is there, and when a canary finds it, ns. */
interface Health {
  cause: FailureCause | undefined;
  faultNs: number;
  foundNs: number;
}

const never = Number.POSITIVE_INFINITY;

/** Instances of one pool. */
export class HostHealth {
  /** Faults that canaries found where nobody worked, and those that jobs brought with them. */
  found = 0;
  brought = 0;
  readonly #causes: IdleFaults["causes"];
  readonly #rate: number;
  readonly #canaries: Canaries | undefined;
  readonly #random: Random;
  readonly #instances: Health[];

  constructor(instances: number, now: number, { causes, canaries, random }: IdleFaults) {
    this.#causes = causes;
    this.#canaries = canaries;
    this.#random = random;
    this.#rate = causes.reduce((sum, { rate }) => sum + rate, 0);
    this.#instances = Array.from({ length: instances }, () => this.#idleFrom(now));
  }

  /** When a canary finds the next fault, ns; Infinity where none will. */
  get nextFoundNs(): number {
    return this.#instances.reduce((first, { foundNs: ns }) => Math.min(first, ns), never);
  }

  /** The instances on which canaries have found a fault by `now`; they are as new from then on. */
  foundBy(now: number): number[] {
    return this.#instances.flatMap(({ foundNs: ns }, index) => {
      if (ns > now) return [];
      this.found++;
      this.leave(index);
      return [index];
    });
  }

  /** A job takes part of `index`: the fault that it brings with it. */
  take(index: number, now: number): FailureCause | undefined {
    const { faultNs, cause } = elementAt(this.#instances, index);
    this.leave(index);
    if (faultNs > now) return undefined;
    this.brought++;
    return cause ?? dealt(this.#causes, this.#rate, this.#random);
  }

  /** A job has left `index`, which is `isIdle` now, and a fault with it where there is a `cause`. */
  free(
    index: number,
    now: number,
    { isIdle, cause }: { isIdle: boolean; cause?: FailureCause | undefined },
  ): void {
    const known = elementAt(this.#instances, index);
    const hidden = this.#causes.some((each) => each.cause === cause) ? cause : known.cause;
    if (hidden === undefined) {
      if (isIdle) this.#instances[index] = this.#idleFrom(now);
      return;
    }
    this.#instances[index] = { cause: hidden, faultNs: now, foundNs: isIdle ? this.#foundNs(now) : never };
  }

  /** Nobody knows `index` any more: it is away. */
  leave(index: number): void {
    this.#instances[index] = { cause: undefined, faultNs: never, foundNs: never };
  }

  #idleFrom(now: number): Health {
    if (this.#rate === 0) return { cause: undefined, faultNs: never, foundNs: never };
    const faultNs = now - Math.log(1 - this.#random()) / this.#rate;
    return { cause: undefined, faultNs, foundNs: this.#foundNs(faultNs) };
  }

  #foundNs(fromNs: number): number {
    return this.#canaries ? foundNs(this.#canaries, { fromNs }, this.#random) : never;
  }
}
