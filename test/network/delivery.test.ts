/** Steps that are told part by part: numbers of parts have a bound, and what is not there, twice, or for nobody is refused. */
import { expect, test } from "vitest";
import { Contract } from "../../src/base/contract.ts";
import type { CollectiveOperation, PartTransfer } from "../../src/network/collectives/collective-plan.ts";
import { playParts } from "../../src/network/collectives/delivery.ts";

const contract = new Contract("collective own");
const told = (operation: CollectiveOperation, members: number, parts: number, ...steps: PartTransfer[][]) => {
  try {
    playParts({ parts, steps }, { operation, members, contract });
    return "delivered";
  } catch (error) {
    return (error as Error).message;
  }
};
const send = (source: number, target: number, ...parts: number[]): PartTransfer => ({
  source,
  target,
  parts,
});

interface Whole {
  operation: CollectiveOperation;
  parts: number;
  /** Of parts: as many for all ranks together where every rank's buffer is another. */
  numbers: number;
  steps: PartTransfer[][];
}

const ranks = [0, 1, 2];
/** Every rank to every other. */
const each = (part: (from: number, to: number) => number) =>
  ranks.flatMap((from) => ranks.filter((to) => to !== from).map((to) => send(from, to, part(from, to))));

/** The least that three ranks must do. */
const whole: readonly Whole[] = [
  {
    operation: "all-reduce",
    parts: 1,
    numbers: 1,
    steps: [[send(1, 0, 0)], [send(2, 0, 0)], [send(0, 1, 0), send(0, 2, 0)]],
  },
  { operation: "reduce-scatter", parts: 3, numbers: 3, steps: [each((_, to) => to)] },
  { operation: "all-gather", parts: 3, numbers: 3, steps: [each((from) => from)] },
  { operation: "all-to-all", parts: 3, numbers: 9, steps: [each((from, to) => 3 * from + to)] },
  { operation: "broadcast", parts: 2, numbers: 2, steps: [[send(0, 1, 0, 1), send(0, 2, 0, 1)]] },
  {
    operation: "permute",
    parts: 2,
    numbers: 6,
    steps: [[send(0, 1, 0, 1), send(1, 2, 2, 3), send(2, 0, 4, 5)]],
  },
  { operation: "point-to-point", parts: 2, numbers: 2, steps: [[send(0, 1, 0, 1)]] },
];

test.each(whole)(
  "$operation is delivered whole; with any transfer left out, or a part beyond the last, it is not",
  ({ operation, parts, numbers, steps }) => {
    const play = (of: readonly PartTransfer[][]) => told(operation, 3, parts, ...of);
    expect(play(steps)).toBe("delivered");
    for (const [step, transfers] of steps.entries()) {
      for (const [index, { source, target }] of transfers.entries()) {
        expect(play(steps.with(step, transfers.toSpliced(index, 1))), `${step}.${index}`).toMatch(
          /ends without part|of \d ranks?|expected a part that it holds/,
        );
        for (const part of [numbers, -1, 0.5])
          expect(play(steps.with(step, [send(source, target, part)]))).toContain(
            `in step ${step} part ${part}; expected a whole number from 0 to ${numbers - 1}`,
          );
      }
    }
  },
);

test("a rank that sends to itself, sends nothing or adds what is partly in it is told, and parts that no shard divides", () => {
  expect(told("broadcast", 3, 1, [send(0, 0, 0)])).toMatch(/rank 0 sends to itself; expected another rank/);
  expect(told("broadcast", 3, 1, [send(0, 1)])).toMatch(
    /in step 0 rank 0 sends no parts; expected a list of parts/,
  );
  expect(told("broadcast", 3, 1, [send(0, 1, 0)], [send(1, 2, 0)])).toBe("delivered");
  // Rank 1 has the sum of 0 and 1, rank 2 that of 1 and 2: rank 1's own part would count twice.
  expect(told("all-reduce", 3, 1, [send(0, 1, 0), send(1, 2, 0)], [send(1, 2, 0)])).toMatch(
    /in step 1 rank 2 adds to part 0 what is partly in it; expected every contribution once/,
  );
  // A sum that holds all of another takes its place.
  const passedOn = [[send(0, 1, 0)], [send(1, 2, 0)], [send(2, 0, 0)], [send(0, 1, 0)]];
  expect(told("all-reduce", 3, 1, ...passedOn)).toBe("delivered");
  for (const operation of ["all-gather", "reduce-scatter", "all-to-all"] as const)
    expect(told(operation, 3, 4)).toMatch(/4 parts; expected a multiple of the 3 ranks/);
  expect(told("broadcast", 1, 4)).toBe("delivered");
  expect(told("all-reduce", 3, 2, ...[0, 1].map((part) => [send(1, 0, part)]))).toMatch(
    /rank 0 ends with part 0 of 2 ranks; expected the sum over all 3/,
  );
});
