/** Steps told along the lines of a grid say the same as their messages written out. */
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { clusterFabric } from "../../src/cluster/fabric.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { PricedPlan } from "../../src/network/analytic/analytic-player.ts";
import { foldedTransfers } from "../../src/network/analytic/folded-transfers.ts";
import { shapeFor } from "../../src/network/analytic/group-shape.ts";
import { PlanFold } from "../../src/network/analytic/plan-fold.ts";
import {
  type CollectivePlan,
  collectiveOperations,
  type Step,
} from "../../src/network/collectives/collective-plan.ts";
import { GridLines, linesAlong } from "../../src/network/collectives/grid-lines.ts";
import {
  alongLines,
  LineStep,
  messageCount,
  outline,
  turned,
} from "../../src/network/collectives/line-step.ts";
import { PlanVolumes } from "../../src/network/collectives/plan-volumes.ts";
import { collectives } from "../../src/network/collectives.ts";

const written = ({ transfers, repeat }: Step): Step => ({ transfers, repeat });
const writtenOut = ({ tracks }: CollectivePlan): CollectivePlan => ({
  tracks: tracks.map(({ phases }) => ({ phases: phases.map((phase) => phase.map(written)) })),
});
const stepsOf = ({ tracks }: CollectivePlan) => tracks.flatMap(({ phases }) => phases.flat());

test("a step along the second dimension of a 2x3 grid sends line by line, two members apart", () => {
  const lines = linesAlong([{ size: 2 }, { size: 3 }], 1);
  const step = alongLines(lines, [
    { source: 0, target: 1, fraction: 0.5 },
    { source: 2, target: 0, fraction: 0.25 },
  ]);
  expect(lines).toBeInstanceOf(GridLines);
  expect(step.transfers).toEqual([
    { source: 0, target: 2, fraction: 0.5 },
    { source: 4, target: 0, fraction: 0.25 },
    { source: 1, target: 3, fraction: 0.5 },
    { source: 5, target: 1, fraction: 0.25 },
  ]);
  expect(messageCount(step)).toBe(step.transfers.length);
});

test("a turn sends what its moves send, backwards too, and is outlined by the first of them", () => {
  const lines = linesAlong([{ size: 2 }, { size: 3 }], 1);
  for (const [places, targets] of [
    [2, [2, 0, 1]],
    [-1, [2, 0, 1]],
    [1, [1, 2, 0]],
  ] as const) {
    const step = turned(lines, { places, fraction: 0.5 }, 4);
    const moves = targets.map((target, source) => ({ source, target, fraction: 0.5 }));
    expect(step.transfers).toEqual(alongLines(lines, moves).transfers);
    expect(outline(step)).toEqual([moves[0]]);
    expect([messageCount(step), step.repeat]).toEqual([6, 4]);
  }
});

test("a turn folds on blocks of any size as its moves do", () => {
  // Lines of eight, two members apart: one, two and four places of a line in a block, and a block beside the lines.
  const lines = new GridLines({ size: 8, stride: 2, members: 32 });
  for (const places of [1, 3, 6, -1]) {
    const turn = turned(lines, { places, fraction: 0.25 });
    const moves = alongLines(lines, (turn as LineStep).moves);
    for (const size of [1, 2, 4, 8, 16]) {
      const [folded, checked] = [turn, moves].map((step) => {
        const { sent, standIn, isInside, lines: along } = foldedTransfers(step, size, 32)!;
        return { sent, standIn, isInside, count: along?.count, places: Array.from(along!.standIn) };
      });
      expect(folded, `${places} places on, blocks of ${size}`).toEqual(checked);
    }
  }
});

test("members in a row take the places of a grid that they take one by one", () => {
  const topology = { dimensions: [4, 3, 5].map((size) => ({ size, shape: "all" as const, bandwidth: 1 })) };
  for (let first = 0; first < 60; first++) {
    for (let last = first; last < 60; last++) {
      const members = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const taken = [1, 4, 12].map((stride, at) => {
        const size = topology.dimensions[at]!.size;
        return new Set(members.map((member) => Math.floor(member / stride) % size)).size;
      });
      const sizes = taken.filter((places) => places > 1);
      const isBox = sizes.reduce((product, size) => product * size, 1) === members.length;
      const expected = isBox ? (sizes.length > 0 ? sizes : [1]) : [members.length];
      expect(shapeFor("all-reduce", topology, members).dimensions.map(({ size }) => size)).toEqual(expected);
    }
  }
});

describe.each(["trn1.32xlarge", "g5.12xlarge"])("on three %s", (name) => {
  const instance = catalog.instances.find((each) => each.name === name) as Instance;
  const topology = clusterFabric({ instance, count: 3 });
  const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
  const half = ranks.filter((rank) => rank % 8 < 4);
  const plans = (ranks.length > 64 ? [half] : [ranks, half]).flatMap((group) =>
    collectiveOperations.flatMap((operation) =>
      collectives.flatMap((each) => {
        const plan = each.plan(operation, shapeFor(operation, topology, group));
        return plan === undefined
          ? []
          : [{ on: `${each.name} ${operation} of ${group.length}`, plan, group }];
      }),
    ),
  );

  test("every plan has its times, its folds and its volumes in either form", () => {
    expect(plans.some(({ plan }) => stepsOf(plan).some((step) => step instanceof LineStep))).toBe(true);
    for (const { on, plan, group } of plans) {
      const other = writtenOut(plan);
      const [told, listed] = [plan, other].map((each) => new PricedPlan(topology, each, [group]));
      for (const bytes of [1, 2 ** 28]) expect(told!.timeNs(bytes, 4), on).toBe(listed!.timeNs(bytes, 4));
      const [folded, also] = [plan, other].map((each) => PlanFold.of(topology, each, [group]));
      expect(folded === undefined, on).toBe(also === undefined);
      const again = stepsOf(other);
      for (const [index, step] of stepsOf(plan).entries()) {
        const [one, two] = [folded?.of(step), also?.of(again[index]!)];
        expect([one?.sent, one?.isInside, one?.standIn], on).toEqual([
          two?.sent,
          two?.isInside,
          two?.standIn,
        ]);
      }
      const [sums, sumsToo] = [plan, other].map((each) => new PlanVolumes(each, group.length));
      expect(sums!.total, on).toBeCloseTo(sumsToo!.total, 9);
      const least = sums!.least();
      for (const rank of group.keys()) {
        expect(sums!.of(rank).sent, on).toBeCloseTo(sumsToo!.of(rank).sent, 12);
        expect(sums!.of(rank).received, on).toBeCloseTo(sumsToo!.of(rank).received, 12);
        expect(least.sent, on).toBeLessThan(sumsToo!.of(rank).sent + 1e-12);
        expect(least.received, on).toBeLessThan(sumsToo!.of(rank).received + 1e-12);
      }
    }
  });
});
