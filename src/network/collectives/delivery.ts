/**
 * Steps played part by part: what each rank holds of each part, as the set of ranks whose contributions are in it. Two sets
 * without a rank in common add up; one that holds all of the other takes its place; any other pair would count a rank twice.
 *
 *     all-reduce       {r} of every part at rank r     ->  all ranks in every part
 *     reduce-scatter   {r} of every part at rank r     ->  all ranks in the parts of its own shard
 *     all-gather       its own shard                   ->  every part
 *     all-to-all       its own buffer                  ->  its shard of every rank's buffer
 *     broadcast        the first rank holds all        ->  every part
 *     permute          its own buffer                  ->  the buffer of the rank before
 *     point-to-point   the first rank holds all        ->  every part at the second
 */

import type { Contract } from "../../base/contract.ts";
import { counted } from "../../base/counted.ts";
import type { CollectiveOperation, CollectiveSteps } from "./collective-plan.ts";

/** What is checked, and who answers for it. */
export interface Played {
  operation: CollectiveOperation;
  members: number;
  contract: Contract;
}

const sums = (operation: CollectiveOperation) => operation === "all-reduce" || operation === "reduce-scatter";
const isOwn = (operation: CollectiveOperation) => operation === "all-to-all" || operation === "permute";
const sharded = ["all-gather", "reduce-scatter", "all-to-all"];

/** Plays `steps`. Throws the breach that says which rank ends without what. */
export function playParts({ parts, steps }: CollectiveSteps, of: Played): void {
  const { operation, members, contract } = of;
  const on = `${operation} among ${counted(members, "rank")}`;
  if (sharded.includes(operation) && parts % members !== 0)
    throw contract.breach(`${on}: ${parts} parts`, `a multiple of the ${counted(members, "rank")}`);
  const numbers = isOwn(operation) ? parts * members : parts;
  const held = start(parts, of);
  for (const [step, transfers] of steps.entries()) {
    const sent = transfers.map(({ source, target, parts: sentParts }) => {
      if (source === target) throw contract.breach(`${on}: rank ${source} sends to itself`, "another rank");
      if (!Array.isArray(sentParts) || sentParts.length === 0)
        throw contract.breach(`${on}: in step ${step} rank ${source} sends no parts`, "a list of parts");
      return sentParts.map((part) => {
        contract.whole(part, `in step ${step} part`, 0, numbers - 1);
        const what = held[source]!.get(part);
        if (what === undefined) {
          const found = `${on}: in step ${step} rank ${source} sends part ${part}`;
          throw contract.breach(found, "a part that it holds");
        }
        return { target, part, what };
      });
    });
    for (const { target, part, what } of sent.flat()) {
      const had = held[target]!.get(part) ?? 0n;
      if ((had & what) === 0n) held[target]!.set(part, had | what);
      else if ((had & what) === had) held[target]!.set(part, what);
      else if ((had & what) !== what) {
        const found = `${on}: in step ${step} rank ${target} adds to part ${part} what is partly in it`;
        throw contract.breach(found, "every contribution once");
      }
    }
  }
  checkEnd(held, parts, of);
}

function start(parts: number, { operation, members }: Played): Map<number, bigint>[] {
  const shard = parts / members;
  return Array.from({ length: members }, (_, rank) => {
    const mine = sums(operation) ? 1n << BigInt(rank) : 1n;
    const from = operation === "all-gather" ? rank * shard : isOwn(operation) ? rank * parts : 0;
    const first = operation === "broadcast" || operation === "point-to-point";
    const count = operation === "all-gather" ? shard : first && rank > 0 ? 0 : parts;
    return new Map(Array.from({ length: count }, (_, part) => [from + part, mine]));
  });
}

function checkEnd(held: readonly Map<number, bigint>[], parts: number, of: Played): void {
  const { operation, members, contract } = of;
  const whole = sums(operation) ? (1n << BigInt(members)) - 1n : 1n;
  for (const [rank, has] of held.entries()) {
    for (const part of due(rank, parts, of)) {
      const what = has.get(part) ?? 0n;
      if (what === whole) continue;
      const on = `${operation} among ${counted(members, "rank")}: rank ${rank} ends`;
      if (!sums(operation) || what === 0n)
        throw contract.breach(`${on} without part ${part}`, "all that the collective delivers");
      const summed = what.toString(2).replaceAll("0", "").length;
      throw contract.breach(
        `${on} with part ${part} of ${counted(summed, "rank")}`,
        `the sum over all ${members}`,
      );
    }
  }
}

/** Parts that `rank` must end with. */
function due(rank: number, parts: number, { operation, members }: Played): number[] {
  const shard = parts / members;
  const run = (from: number, count: number) => Array.from({ length: count }, (_, part) => from + part);
  switch (operation) {
    case "reduce-scatter":
      return run(rank * shard, shard);
    case "all-to-all":
      return Array.from({ length: members }, (_, origin) => run(origin * parts + rank * shard, shard)).flat();
    case "permute":
      return run(((rank + members - 1) % members) * parts, parts);
    case "point-to-point":
      return rank === 1 ? run(0, parts) : [];
    default:
      return run(0, parts);
  }
}
