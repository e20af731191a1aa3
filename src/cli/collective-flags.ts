/**
 * The flags of `collective` read all at once: every wrong value, and every flag that would have no effect beside the others,
 * is a problem, and all of them are reported together.
 */
import { elementAt } from "../base/element-at.ts";
import type { Catalog } from "../catalog.ts";
import { idealLinks, timedLinks } from "../cluster/link-software.ts";
import { wire } from "../cluster/wiring.ts";
import { AnalyticNetwork } from "../network/analytic/analytic-network.ts";
import { type CollectiveOperation, collectiveOperations } from "../network/collectives/collective-plan.ts";
import type { CollectiveChoice, Selection } from "../network/selection.ts";
import { parseSelection } from "../network/selection-notation.ts";
import type { Topology } from "../network/topology.ts";
import { topologyOf } from "../network/topology-notation.ts";
import { type CollectiveQuestion, parseSizes } from "../study/collective-table.ts";
import type { FabricJob, FabricPlay } from "../study/shared-fabric.ts";
import type { CommonFlags } from "./console.ts";
import { FlagReader } from "./flag-reader.ts";

/** As commander hands them over. */
export interface CollectiveFlags extends CommonFlags {
  op: string;
  instance?: string;
  count: string;
  lnc?: string;
  ranks?: string;
  topology?: string;
  bandwidth: string;
  latency: string;
  sizes: string;
  algorithm?: string;
  selection?: string;
  chunks?: string;
  network: string;
  ideal?: boolean;
  job: string[];
  plugin: string[];
}

/** What is asked: a table of sizes, or jobs that share the network. */
export type CollectiveTask =
  | {
      kind: "table";
      question: CollectiveQuestion;
      /** What was timed of the links; absent where they are the datasheet's, or bare. */
      restsOn?: string | undefined;
    }
  | { kind: "jobs"; network: AnalyticNetwork; jobs: FabricJob[]; as: FabricPlay };

/** Collectives that each of several jobs does. */
const jobRepeat = 4;
/** More parts than any runtime cuts a buffer into. */
const chunksMax = 1024;
/** Ranks of a network of which nothing is known to repeat itself, so that every message of a plan is priced. */
const bareRanksMax = 4096;

const topologyOnly = ["bandwidth", "latency"] as const;
const instanceOnly = ["count", "lnc", "ideal"] as const;
const tableOnly = ["ranks"] as const;

/** Reads `flags`; `isGiven` tells a flag that was written from a default. Throws a `ScenarioError` with all problems. */
export function readCollectiveFlags(
  flags: CollectiveFlags,
  catalog: Catalog,
  isGiven: (flag: keyof CollectiveFlags) => boolean,
): CollectiveTask {
  const reader = new FlagReader();
  const isBare = flags.topology !== undefined;
  const hasJobs = flags.job.length > 0;
  const useless = (names: readonly (keyof CollectiveFlags)[], expected: string) => {
    for (const name of names) if (isGiven(name)) reader.wrong({ path: `--${name}`, expected });
  };
  if (isBare) useless(["instance"], "--topology or --instance, not both");
  useless(isBare ? instanceOnly : topologyOnly, `no such flag beside --${isBare ? "topology" : "instance"}`);
  if (hasJobs) useless(tableOnly, "no such flag beside --job: jobs name their ranks");
  if (hasJobs && isGiven("network") && flags.network === "analytic") {
    const expected = "flow beside --job, for the play of every message: jobs meet on links";
    reader.wrong({ path: "--network", found: flags.network, expected });
  }
  const operation = reader.oneOf("--op", flags.op, collectiveOperations) as CollectiveOperation;
  const sizes = reader.read(() => parseSizes(flags.sizes)) ?? [];
  if (hasJobs && sizes.length > 1) {
    reader.wrong({ path: "--sizes", found: `"${flags.sizes}"`, expected: "one size beside --job" });
  }
  const { algorithms: registry } = catalog;
  const algorithmNames = registry.plugins.map(({ name }) => name);
  const asked = flags.algorithm === undefined ? undefined : reader.algorithm(flags.algorithm, registry);
  const algorithm = asked?.name;
  if (algorithm !== undefined) useless(["selection"], "no such flag beside --algorithm");
  const { selection: rules } = flags;
  const table = rules === undefined ? undefined : reader.read(() => parseSelection(rules, algorithmNames));
  const chunks = flags.chunks === undefined ? undefined : reader.whole("--chunks", flags.chunks, chunksMax);
  const fidelity = reader.oneOf("--network", flags.network, ["analytic", "flow"]) as "analytic" | "flow";
  const selection: Selection | undefined = table && { inside: table, across: table };
  const collectives = { ...(selection && { selection }), algorithms: asked?.among ?? registry.usual };
  const networks = isBare
    ? bareNetwork(flags, catalog, reader, collectives)
    : fabric(flags, catalog, reader, collectives);
  const topology = networks?.network.topology;
  const ranks = hasJobs || topology === undefined ? [] : firstRanks(flags, topology, reader);
  const what = { operation, ...(algorithm && { algorithm }), chunks };
  const jobs = topology === undefined ? [] : jobsOf(flags.job, topology.endpoints, reader, isBare);
  reader.finish();
  const { network, ideal } = networks as Networks;
  const isPlanned = (["algorithm", "selection", "chunks", "network", "ideal"] as const).some(isGiven);
  const gpus = isPlanned ? undefined : catalog.instances.find(({ name }) => name === flags.instance);
  const { restsOn } = networks as Networks;
  if (!hasJobs) {
    const question = { network, ideal, ranks, sizes, fidelity, gpus, ...what };
    return { kind: "table", question, restsOn };
  }
  return {
    kind: "jobs",
    network,
    jobs: jobs.map((job) => ({ ...job, ...what, bytes: elementAt(sizes, 0), repeat: jobRepeat })),
    as: isGiven("network") ? "messages" : "tasks",
  };
}

interface Networks {
  network: AnalyticNetwork;
  ideal?: AnalyticNetwork;
  restsOn?: string;
}

function bareNetwork(
  flags: CollectiveFlags,
  catalog: Catalog,
  reader: FlagReader,
  collectives: Partial<CollectiveChoice>,
): Networks | undefined {
  const bandwidth = reader.quantity("--bandwidth", flags.bandwidth, "bandwidth");
  const latencyNs = reader.quantity("--latency", flags.latency, "time");
  const isRead = !Number.isNaN(bandwidth) && !Number.isNaN(latencyNs);
  // A wrong notation is told beside wrong figures of its links.
  const links = isRead ? { bandwidth, latencyNs } : { bandwidth: 1, latencyNs: 0 };
  const topology = reader.read(() => topologyOf(flags.topology ?? "", links, catalog.topologies));
  return isRead && topology ? { network: new AnalyticNetwork(topology, collectives) } : undefined;
}

function fabric(
  flags: CollectiveFlags,
  catalog: Catalog,
  reader: FlagReader,
  collectives: Partial<CollectiveChoice>,
): Networks | undefined {
  const count = reader.whole("--count", flags.count);
  const coresPerRank = flags.lnc === undefined ? undefined : reader.whole("--lnc", flags.lnc);
  const instance = reader.instance(flags.instance, catalog.instances);
  if (instance === undefined || Number.isNaN(count)) return undefined;
  const { chip } = instance;
  if (coresPerRank !== undefined && !chip.coresPerRank.includes(coresPerRank)) {
    const expected = `${chip.coresPerRank.join(" or ")} on ${chip.name}`;
    reader.wrong({ path: "--lnc", found: `"${flags.lnc}"`, expected });
    return undefined;
  }
  const plan = { instance, count, coresPerRank, collectives };
  const ideal = wire({ ...plan, software: idealLinks });
  return flags.ideal
    ? { network: ideal }
    : { network: wire(plan), ideal, restsOn: timedLinks(instance, count) };
}

function firstRanks(
  { ranks, topology }: CollectiveFlags,
  { endpoints }: Topology,
  reader: FlagReader,
): number[] {
  const isBare = topology !== undefined;
  const most = `a whole number from 2 to the ${endpoints} ranks there are`;
  const count = ranks === undefined ? endpoints : reader.whole("--ranks", ranks, endpoints, most);
  if (isBare && count > bareRanksMax) {
    const expected = `at most ${bareRanksMax} that take part, such as --ranks ${bareRanksMax}; more with --instance`;
    reader.wrong({ path: "--ranks", found: `${count} ranks`, expected });
    return [];
  }
  if (count === 1) reader.wrong({ path: "--ranks", found: "1 rank", expected: "two or more" });
  return Array.from({ length: Number.isNaN(count) ? 0 : count }, (_, rank) => rank);
}

/** Name and ranks of each job. */
function jobsOf(written: readonly string[], endpoints: number, reader: FlagReader, isBare: boolean) {
  const names = new Set<string>();
  return written.map((text) => {
    const [name = "", list = ""] = text.split("=");
    const ranks = list.split(",").flatMap((part) => {
      const [first = Number.NaN, last = first] = part
        .split("-")
        .map((end) => (end === "" ? Number.NaN : Number(end)));
      const isGood = Number.isInteger(first) && Number.isInteger(last) && first <= last && last < endpoints;
      return isGood ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [Number.NaN];
    });
    const path = "--job";
    const found = `"${text}"`;
    if (name === "" || ranks.length < 2 || ranks.some(Number.isNaN)) {
      const expected = `a name and two ranks or more below ${endpoints}, such as a=0-7,16-23`;
      reader.wrong({ path, found, expected });
    } else if (new Set(ranks).size < ranks.length) {
      reader.wrong({ path, found, expected: "each rank once" });
    } else if (isBare && ranks.length > bareRanksMax) {
      reader.wrong({
        path,
        found: `${ranks.length} ranks`,
        expected: `at most ${bareRanksMax} of a topology`,
      });
    }
    if (names.has(name)) reader.wrong({ path, found, expected: "another name: two jobs are called so" });
    names.add(name);
    return { name, ranks };
  });
}
