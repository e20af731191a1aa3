/**
 * Who sent how much over which link, and what sharing cost: a job's interference is the time its messages took over the time
 * they would have taken with the network to themselves.
 */
import type { Link } from "../link.ts";

/** What one job's messages came to. */
export interface JobTraffic {
  messages: number;
  bytes: number;
  /** Time of all messages, ns. */
  tookNs: number;
  /** The same had each been alone, ns. */
  aloneNs: number;
}

/** What one link carried. */
export interface LinkReport {
  link: number;
  source: number;
  target: number;
  bytes: number;
  /** Bytes over what it could have carried in the time asked for. */
  utilisation: number;
  bytesByJob: Readonly<Record<string, number>>;
}

const nobody = "";

/** Account of delivered messages. */
export class LinkTraffic {
  readonly #links: readonly Link[];
  readonly #bytes: Float64Array;
  readonly #byJob = new Map<string, Map<number, number>>();
  readonly #jobs = new Map<string, JobTraffic>();

  constructor(links: readonly Link[]) {
    this.#links = links;
    this.#bytes = new Float64Array(links.length);
  }

  /** Books a delivered message. */
  add(
    route: readonly number[],
    bytes: number,
    job: string | undefined,
    times: { tookNs: number; aloneNs: number },
  ): void {
    for (const link of route) this.#bytes[link]! += bytes;
    const name = job ?? nobody;
    const total = this.#jobs.get(name) ?? { messages: 0, bytes: 0, tookNs: 0, aloneNs: 0 };
    total.messages++;
    total.bytes += bytes;
    total.tookNs += times.tookNs;
    total.aloneNs += times.aloneNs;
    this.#jobs.set(name, total);
    if (job === undefined) return;
    const byLink = this.#byJob.get(job) ?? new Map<number, number>();
    for (const link of route) byLink.set(link, (byLink.get(link) ?? 0) + bytes);
    this.#byJob.set(job, byLink);
  }

  /** Bytes that `link` carried. */
  bytes(link: number): number {
    return this.#bytes[link]!;
  }

  /** Named jobs and what sharing cost them: `tookNs / aloneNs` is 1 for a job that nobody disturbed. */
  jobs(): ReadonlyMap<string, Readonly<JobTraffic>> {
    return new Map([...this.#jobs].filter(([name]) => name !== nobody));
  }

  /** The `count` links that carried most for their width over `elapsedNs`, hottest first. */
  hottest(count: number, elapsedNs: number): LinkReport[] {
    return this.#links
      .map(({ source, target, bandwidth }, link) => ({
        link,
        source,
        target,
        bytes: this.#bytes[link]!,
        utilisation: elapsedNs > 0 ? this.#bytes[link]! / (bandwidth * elapsedNs) : 0,
        bytesByJob: Object.fromEntries(
          [...this.#byJob].flatMap(([job, byLink]) => {
            const bytes = byLink.get(link);
            return bytes === undefined ? [] : [[job, bytes]];
          }),
        ),
      }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.utilisation - a.utilisation || a.link - b.link)
      .slice(0, count);
  }
}
