/**
 * Hosts that stand by for a job. Faults that hide before they strike begin on them as on hosts at work, at a rate r each, but
 * strike nobody: they come in with the host. Canary jobs look at hosts that stand by too, every T, and find a fault that is there
 * with probability c; such a host goes to repair. A host that has stood by for a time t comes in with a fault
 *
 *     without canaries   in 1 - e^(-r t) of cases        r = 1 / 1,000 h, a month: 51 %
 *     with them          in about r T (1/2 + (1 - c) / c)        T = 1 h, c = .9: .06 %
 *
 * Idle hosts run canaries for nothing. Left out: a second fault of a host that has one, and what a canary takes of a host's time.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Random } from "../../base/random.ts";
import { type FailureCause, type FailureUnit, struckBy } from "./failure-model.ts";
import { type Canaries, foundNs } from "./hidden-faults.ts";

/** Faults of one host that stands by. */
export interface IdleFaults {
  /** Those that hide, with how often each begins on one host, 1/ns. */
  causes: readonly { cause: FailureCause; rate: number }[];
  /** Who looks for them; nobody when absent. */
  canaries?: Canaries | undefined;
  random: Random;
}

/** Of what belongs to one host. */
const ofHosts: readonly FailureUnit[] = ["chip", "hbm", "host", "link", "card"];

/** Of `causes`, the faults that hide in single hosts, of which a job has so many `units`. */
export function hiddenInHosts(
  causes: readonly FailureCause[],
  units: Readonly<Record<FailureUnit, number>>,
): IdleFaults["causes"] {
  return causes
    .filter(({ of, hosts, latencyNs = 0 }) => ofHosts.includes(of) && hosts === undefined && latencyNs > 0)
    .map((cause) => ({ cause, rate: struckBy(cause, units) / units.host / cause.mtbfNs }));
}

/** So many hosts; each that is taken is there again when the one it stands in for is repaired. */
export class IdleHosts {
  /** Faults found while their hosts stood by. */
  found = 0;
  readonly #repairNs: number;
  readonly #faults: IdleFaults | undefined;
  readonly #rate: number;
  /** By host: from when on it stands by, when a fault begins, and when a canary finds that, ns. */
  readonly #hosts: { backNs: number; faultNs: number; foundNs: number }[];

  constructor(count: number, repairNs: number, faults?: IdleFaults) {
    this.#repairNs = repairNs;
    this.#faults = faults;
    this.#rate = faults?.causes.reduce((sum, { rate }) => sum + rate, 0) ?? 0;
    this.#hosts = Array.from({ length: count }, () => this.#from(0));
  }

  /** Takes one at `atNs`; undefined when none is there, else the fault that it brings. */
  take(atNs: number): { fault?: FailureCause } | undefined {
    const index = this.#hosts.findIndex((_, each) => this.#settled(each, atNs).backNs <= atNs);
    const host = this.#hosts[index];
    if (host === undefined) return undefined;
    this.#hosts[index] = this.#from(atNs + this.#repairNs);
    return host.faultNs <= atNs ? { fault: this.#which() } : {};
  }

  /** Host `index` as it is at `atNs`, back from repair as often as a canary has sent it there. */
  #settled(index: number, atNs: number): { backNs: number; faultNs: number } {
    let host = elementAt(this.#hosts, index);
    while (host.foundNs <= atNs) {
      this.found++;
      host = this.#from(host.foundNs + this.#repairNs);
      this.#hosts[index] = host;
    }
    return host;
  }

  #from(backNs: number): { backNs: number; faultNs: number; foundNs: number } {
    const { canaries, random } = this.#faults ?? {};
    const never = Number.POSITIVE_INFINITY;
    if (random === undefined || this.#rate === 0) return { backNs, faultNs: never, foundNs: never };
    const faultNs = backNs - Math.log(1 - random()) / this.#rate;
    return { backNs, faultNs, foundNs: canaries ? foundNs(canaries, { fromNs: faultNs }, random) : never };
  }

  #which(): FailureCause {
    const { causes, random } = this.#faults as IdleFaults;
    return dealt(causes, this.#rate, random);
  }
}

/** One of `causes`, by their rates, which sum to `rate`. */
export function dealt(causes: IdleFaults["causes"], rate: number, random: Random): FailureCause {
  let left = random() * rate;
  const struck = causes.find((each) => {
    left -= each.rate;
    return left < 0;
  });
  return (struck ?? elementAt(causes, -1)).cause;
}
