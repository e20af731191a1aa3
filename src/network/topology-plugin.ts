/**
 * A topology as a plug-in: options in, a wired network out. The contract holds it to what the rest relies on: links that join
 * nodes there are, endpoints that all reach each other both ways, a grid of as many endpoints, and routes that lead from where
 * they begin to where they end.
 */
import type { z } from "zod";
import type { Contract, FamilyContract } from "../base/contract.ts";
import type { AnyPlugin, Plugin } from "../base/plugin.ts";
import type { LinkFigures, Topology } from "./topology.ts";

/** How a topology is written without the names of its options: `torus:4x4x4`, `fat-tree:4x16:2`. */
export interface ShortNotation<Options> {
  /** What stands behind the name, for help: `AxB[xC...]`. */
  form: string;
  /** Options of the sizes that stand between x, and of the numbers behind colons; undefined where there are too many or few. */
  read(sizes: readonly number[], more: readonly number[]): Options | undefined;
}

/** A topology that `--topology`, `topology` and `cluster.topology` can name. */
export interface TopologyPlugin<Options extends z.ZodRawShape = z.ZodRawShape>
  extends Plugin<Topology, LinkFigures, Options> {
  readonly notation?: ShortNotation<z.input<z.ZodObject<Options>>>;
  /** Directed links that it will have, so that too many are refused before any is made. */
  links?(options: z.output<z.ZodObject<Options>>): number;
}

/** A topology of any options. */
export type AnyTopologyPlugin = AnyPlugin<Topology, LinkFigures> & Pick<TopologyPlugin, "notation" | "links">;

/** Types a topology plug-in. */
export function defineTopology<Options extends z.ZodRawShape>(
  plugin: TopologyPlugin<Options>,
): TopologyPlugin<Options> {
  return plugin;
}

/** Checks a topology when it is made, and each route when it is asked for. */
export const topologyContract: FamilyContract<Topology> = {
  family: "topology",
  guard(topology, contract) {
    contract.functions(topology, ["route"]);
    const { name, endpoints, nodes, links, dimensions, bisectionBandwidth } = topology;
    if (typeof name !== "string" || name === "") throw contract.breach(`name ${name}`, "a name");
    contract.whole(endpoints, "endpoints", 1);
    contract.whole(nodes, "nodes", endpoints);
    contract.atLeast(bisectionBandwidth, "bisectionBandwidth", 0);
    checkLinks(topology, contract);
    if (!Array.isArray(dimensions)) throw contract.breach("dimensions that are no list", "a list");
    const product = dimensions.reduce((total, { size }) => total * size, 1);
    if (product !== endpoints)
      throw contract.breach(`dimensions of ${product} places`, `one for each of the ${endpoints} endpoints`);
    for (const { shape } of dimensions) {
      if (!["ring", "chain", "all"].includes(shape))
        throw contract.breach(`a dimension of shape ${shape}`, "ring, chain or all");
    }
    const route = (source: number, target: number) => {
      const found = contract.call("route", () => topology.route(source, target));
      checkRoute(found, { links, source, target }, contract);
      return found;
    };
    return {
      name,
      endpoints,
      nodes,
      links,
      dimensions,
      bisectionBandwidth,
      ...(topology.reducingSwitch && {
        reducingSwitch: (members) =>
          contract.call("reducingSwitch", () => topology.reducingSwitch?.(members)),
      }),
      route,
    };
  },
};

function checkLinks({ endpoints, nodes, links }: Topology, contract: Contract): void {
  if (!Array.isArray(links)) throw contract.breach("links that are no list", "a list of links");
  const ways = [0, 1].map(() => Array.from({ length: nodes }, (): number[] => []));
  for (const [index, { source, target, bandwidth, latencyNs, startNs }] of links.entries()) {
    const of = `of link ${index}`;
    contract.whole(source, `source ${of}`, 0, nodes - 1);
    contract.whole(target, `target ${of}`, 0, nodes - 1);
    if (source === target) throw contract.breach(`link ${index} from ${source} to itself`, "two ends");
    contract.atLeast(bandwidth, `bandwidth ${of}`, Number.MIN_VALUE);
    contract.atLeast(latencyNs, `latencyNs ${of}`, 0);
    contract.atLeast(startNs, `startNs ${of}`, 0);
    ways[0]![source]!.push(target);
    ways[1]![target]!.push(source);
  }
  for (const [way, next] of ways.entries()) {
    const isReached = new Uint8Array(nodes);
    isReached[0] = 1;
    const line = [0];
    for (const node of line) {
      for (const other of next[node]!) {
        if (isReached[other] === 0) line.push(other);
        isReached[other] = 1;
      }
    }
    const lost = isReached.subarray(0, endpoints).indexOf(0);
    if (lost < 0) continue;
    const [from, to] = way === 0 ? [0, lost] : [lost, 0];
    throw contract.breach(
      `no way from endpoint ${from} to endpoint ${to}`,
      "endpoints that all reach each other",
    );
  }
}

function checkRoute(
  route: unknown,
  { links, source, target }: Pick<Topology, "links"> & { source: number; target: number },
  contract: Contract,
): void {
  const of = `route from ${source} to ${target}`;
  if (!Array.isArray(route)) throw contract.breach(`${of} that is no list`, "a list of links");
  let at = source;
  for (const index of route) {
    contract.whole(index, `in the ${of} link`, 0, links.length - 1);
    if (links[index]!.source !== at)
      throw contract.breach(
        `${of} goes on from node ${links[index]!.source} at node ${at}`,
        "links end to end",
      );
    at = links[index]!.target;
  }
  if (at !== target) throw contract.breach(`${of} ends at node ${at}`, `an end at ${target}`);
}
