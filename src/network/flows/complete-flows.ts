/**
 * When each of a set of flows ends, sharing directed links max-min fairly from their starts on. No latency: a flow begins to
 * carry bytes the moment it starts.
 */
import { SharedResources } from "../../kernel/sharing/shared-resources.ts";

/** A transfer over given links. */
export interface FlowPlan {
  bytes: number;
  /** Indices of the links on its route; without links it ends at once. A link that stands there twice is crossed twice. */
  links: readonly number[];
  /** Zero when absent. */
  startNs?: number;
}

/** Links and what is to flow over them. */
export interface FlowProblem {
  /** Bandwidth of each directed link, bytes/ns. */
  linkBytesPerNs: readonly number[];
  flows: readonly FlowPlan[];
}

/** End of each flow, ns, in the order given (Infinity over a link of zero bandwidth), and how often rates were worked out. */
export interface FlowCompletion {
  endNs: number[];
  solves: number;
}

/** Two flows of 1,000 bytes over one link of 10 bytes/ns end at 200 ns. Throws on links that do not exist and negative sizes. */
export function completeFlows({ linkBytesPerNs, flows }: FlowProblem): FlowCompletion {
  linkBytesPerNs.forEach((bandwidth, link) => {
    check(bandwidth >= 0, () => `link ${link}: ${bandwidth} bytes/ns`);
  });
  const system = new SharedResources(linkBytesPerNs);
  const endNs = new Array<number>(flows.length).fill(Number.POSITIVE_INFINITY);
  const order: number[] = [];
  flows.forEach(({ bytes, links, startNs = 0 }, index) => {
    check(bytes >= 0 && startNs >= 0, () => `flow ${index}: ${bytes} bytes from ${startNs} ns on`);
    for (const link of links) {
      check(link in linkBytesPerNs, () => `flow ${index}: no link ${link} of ${linkBytesPerNs.length}`);
    }
    if (bytes === 0 || links.length === 0) endNs[index] = startNs;
    else order.push(index);
  });
  const startOf = (index: number) => flows[index]!.startNs ?? 0;
  order.sort((a, b) => startOf(a) - startOf(b) || a - b);
  const planOfFlow: number[] = [];
  let next = 0;
  for (;;) {
    const startNs = next < order.length ? startOf(order[next]!) : Number.POSITIVE_INFINITY;
    const now = Math.min(startNs, system.nextEndNs);
    if (now === Number.POSITIVE_INFINITY) return { endNs, solves: system.solves };
    for (let flow = system.ended(now); flow >= 0; flow = system.ended(now)) {
      endNs[planOfFlow[flow]!] = now;
      system.stop(flow);
    }
    for (; next < order.length && startOf(order[next]!) <= now; next++) {
      const { bytes, links } = flows[order[next]!]!;
      planOfFlow[system.start(bytes, { resources: links }, now)] = order[next]!;
    }
    system.settle(now);
  }
}

function check(condition: boolean, problem: () => string): void {
  if (!condition) throw new RangeError(problem());
}
