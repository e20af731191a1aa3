/** Topologies of any shape and exchanges over them, by closed form or message by message: times that are finite, or a problem. */
import { ScenarioError } from "../../src/base/errors.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { catalog } from "../../src/catalog.ts";
import { type CollectiveFlags, readCollectiveFlags } from "../../src/cli/collective-flags.ts";
import { collectiveOperations } from "../../src/network/collectives/collective-plan.ts";
import { collectiveTable } from "../../src/study/collective-table.ts";
import { shareFabric } from "../../src/study/shared-fabric.ts";
import { notFinite } from "./fuzz-outcome.ts";

const odd = ["0", "-1", "0.5", "x", "", "1e9", "99999999999999999999", "NaN", "=", "constructor"];
/** More than can be timed in some of the topologies. */
const many = ["300", "2000", "40000", "250000"];

/** What is wrong with how network `seed` answers; undefined where nothing is. */
export function networkFailureOf(seed: number): string | undefined {
  const random = new RandomStreams(seed).stream("networks");
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const size = () => {
    const drawn = random();
    return drawn < 0.02 ? pick(odd) : drawn < 0.03 ? pick(many) : String(2 + Math.floor(random() * 6));
  };
  const { name, notation } = pick(catalog.topologies);
  const [form = "", ...optional] = (notation?.form ?? "").split("[");
  const length = form.split("x").length + (random() < 0.3 ? 1 : 0);
  const sizes = Array.from({ length }, size).join("x");
  const more = optional.length > 0 && random() < 0.3 ? `:${size()}` : "";
  const odds = () => random() < 0.05;
  const flags: CollectiveFlags = {
    op: pick(collectiveOperations),
    count: "1",
    topology: odds() ? pick(odd) : `${name}:${sizes}${more}`,
    bandwidth: odds() ? pick([...odd, "0 GB/s", "1e30 GB/s"]) : "50 GB/s",
    latency: odds() ? pick([...odd, "0 ns", "1 d"]) : "500 ns",
    sizes: odds()
      ? pick([...odd, "1..", "1B..8B,", "1e30 B"])
      : pick(["1 B", "64 KiB", "8B..1KiB", "7,1000000"]),
    network: random() < 0.4 ? "flow" : "analytic",
    job: random() < 0.15 ? ["a=0,1", pick(["b=2,3", "b=1-3", "b=0,2", "b=", "b=9999"])] : [],
    plugin: [],
    ...(random() < 0.4 && {
      algorithm: pick([...catalog.algorithms.plugins.map(({ name }) => name), "best", "x"]),
    }),
    ...(random() < 0.1 && { selection: pick(["1 MB=ring|mesh", "1 MB=", "x", "8 B=best, 1 MB=tree"]) }),
    ...(random() < 0.2 && { chunks: size() }),
    ...(random() < 0.2 && { ranks: size() }),
  } as CollectiveFlags;
  const told = JSON.stringify(flags);
  const start = process.cpuUsage();
  try {
    const task = readCollectiveFlags(
      flags,
      catalog,
      (flag) => flag === "network" && flags.network === "flow",
    );
    const answer =
      task.kind === "table" ? collectiveTable(task.question) : shareFabric(task.network, task.jobs, task.as);
    const wrong = notFinite(answer, "answer");
    if (wrong !== undefined) return `${told}: ${wrong}`;
    if (Array.isArray(answer) && answer.some(({ time_ns }) => time_ns < 0)) return `${told}: a time below 0`;
  } catch (error) {
    if (!(error instanceof ScenarioError)) return `${told}: ${(error as Error).stack}`;
  }
  const { user, system } = process.cpuUsage(start);
  return user + system > 20e6 ? `${told}: ${(user + system) / 1e6} s of CPU time` : undefined;
}
