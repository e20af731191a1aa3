/**
 * Times of a collective by size, as nccom-test and nccl-tests print them: algorithm bandwidth = bytes / time, bus bandwidth
 * = what each rank's links carry, so that it can be held against the hardware whatever the number of ranks:
 * all-reduce x 2(n-1)/n; all-gather, reduce-scatter, all-to-all x (n-1)/n; others x 1.
 */

import { ScenarioError } from "../base/errors.ts";
import { parseQuantity } from "../base/units.ts";
import type { Instance } from "../hardware/instance.ts";
import { type AnalyticNetwork, NoAlgorithmError } from "../network/analytic/analytic-network.ts";
import { busFactor } from "../network/bus-factor.ts";
import type { CollectiveOperation } from "../network/collectives/collective-plan.ts";
import { flowPlayNs } from "../network/flows/flow-collective.ts";
import { messagesOf } from "../network/flows/flow-player.ts";
import type { CollectiveRequest } from "../network/network.ts";
import type { CollectiveTime, PlannedMessages } from "../network/planned-exchange.ts";
import { ncclInsideNs } from "../timing/kernel-exchange.ts";

/** What to time. */
export interface CollectiveQuestion {
  network: AnalyticNetwork;
  /** The same with links at their datasheet bandwidth and no software, for the time that hardware alone would take. */
  ideal?: AnalyticNetwork | undefined;
  operation: CollectiveOperation;
  ranks: readonly number[];
  sizes: readonly number[];
  /** GPUs whose library is taken to do it by its kernels, where it has some for it. */
  gpus?: Instance | undefined;
  /** Name of an algorithm or `best`; the runtime's own selection when absent. */
  algorithm?: string;
  chunks?: number | undefined;
  /** Closed form, or played over flows that share links. */
  fidelity: "analytic" | "flow";
}

/** One size. */
export interface CollectiveRow {
  op: CollectiveOperation;
  size_bytes: number;
  ranks: number;
  algorithm: string;
  time_ns: number;
  algbw_bytes_per_s: number;
  busbw_bytes_per_s: number;
  /** Time at datasheet bandwidth without software, by the fastest algorithm, ns; absent where there is no other. */
  ideal_time_ns?: number;
}

/** Times every size of the question. Throws a `ScenarioError` when the algorithm does not do the operation there. */
export function collectiveTable(question: CollectiveQuestion): CollectiveRow[] {
  const { network, ideal, operation, ranks, algorithm, chunks, fidelity, gpus } = question;
  return question.sizes.map((bytes) => {
    const request = { operation, bytes, ranks, algorithm, chunks };
    const kernelNs = gpus && ncclInsideNs({ operation, bytes, ranks: ranks.length }, gpus);
    const chosen =
      kernelNs === undefined ? chosenTime(network, request) : { timeNs: kernelNs, algorithm: "nccl" };
    const timeNs = fidelity === "analytic" ? chosen.timeNs : playedNs(network, request);
    const algbw = (bytes / timeNs) * 1e9;
    return {
      op: operation,
      size_bytes: bytes,
      ranks: ranks.length,
      algorithm: chosen.algorithm,
      time_ns: timeNs,
      algbw_bytes_per_s: algbw,
      busbw_bytes_per_s: algbw * busFactor(operation, ranks.length),
      ...(ideal && { ideal_time_ns: ideal.collectiveNs({ operation, bytes, ranks, algorithm: "best" }) }),
    };
  });
}

/** Time of `request` message by message, ns. */
function playedNs(network: AnalyticNetwork, request: CollectiveRequest): number {
  const { wires, plan, members, chunks } = network.messages(request) as PlannedMessages;
  const play = { plan, members, chunks, bytes: request.bytes };
  assertPlayable(messagesOf(play));
  return flowPlayNs(wires, play);
}

/** Messages that are played one by one at most: some ten seconds of it. */
const messagesMax = 2 ** 20;

/** Throws a `ScenarioError` where so many `messages` would be played for minutes, and fill the memory. */
export function assertPlayable(messages: number): void {
  if (messages <= messagesMax) return;
  const found = `${messages.toLocaleString("en")} messages`;
  const expected = `at most ${messagesMax.toLocaleString("en")} to play one by one: fewer ranks or chunks, or no flow`;
  throw new ScenarioError([{ path: "--network", found, expected }]);
}

/** The time of `request` and the algorithm that takes it. Throws a `ScenarioError` when none does it there. */
export function chosenTime(network: AnalyticNetwork, request: CollectiveRequest): CollectiveTime {
  try {
    const time = network.collective(request);
    if (time !== undefined) return time;
  } catch (error) {
    if (!(error instanceof NoAlgorithmError)) throw error;
    throw new ScenarioError([
      { path: "--algorithm", expected: `an algorithm for these ranks (${error.message})` },
    ]);
  }
  throw new ScenarioError([{ path: "--ranks", found: "1 rank", expected: "two or more" }]);
}

/** Sizes in bytes of `"8B..1GiB"` (doubling), `"1 MiB"` or `"1KiB, 64KiB"`. Throws a `ScenarioError` on other texts. */
export function parseSizes(text: string): number[] {
  const one = (part: string): number => {
    const bytes = parseQuantity(part.trim(), "size");
    if (bytes !== undefined && bytes > 0) return bytes;
    throw new ScenarioError([
      { path: "--sizes", found: `"${text}"`, expected: 'sizes such as "1 MiB", "8B..1GiB" or "1KiB, 64KiB"' },
    ]);
  };
  const [, from, to] = /^(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return text.split(",").map(one);
  const [first, last] = [one(from), one(to)];
  const sizes: number[] = [];
  for (let bytes = first; bytes <= last * (1 + 1e-12); bytes *= 2) sizes.push(bytes);
  if (sizes.length > 0) return sizes;
  throw new ScenarioError([
    { path: "--sizes", found: `"${text}"`, expected: "a range that starts with its smaller size" },
  ]);
}
