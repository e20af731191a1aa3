/** Checkpoints for which steps stand still: how many are due in steps that nobody plays. */
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { StandingSaver } from "../../src/workload/training/run/saver.ts";

test("what is skipped holds the checkpoints that are due in it, as if every step had been played", () => {
  const plan = { intervalNs: 100, stallNs: 9, saveNs: 9 };
  for (const stepNs of [7, 30, 50, 100, 130]) {
    for (const steps of [1, 3, 4, 11]) {
      const simulator = new Simulator();
      const [played, skipping] = [0, 1].map(() => new StandingSaver(simulator, plan)) as [
        StandingSaver,
        StandingSaver,
      ];
      let left = steps;
      const endsNs: number[] = [];
      const next = () => {
        if (left-- > 0) simulator.schedule(stepNs, { handle }, 0);
      };
      const wait = {
        hold: (endNs: number, then: (now: number) => void) => then(endNs),
        isComplete: (endNs: number) => endsNs.push(endNs),
        goesOn: next,
      };
      const handle = (_: number, now: number) => (played.isDue(now) ? played.saveSteps(now, wait) : next());
      next();
      simulator.run();
      const skipped = skipping.dueIn(steps, { fromNs: 0, stepNs, waitNs: plan.stallNs });
      for (const { endNs } of skipped) skipping.goesOn(endNs);
      expect(skipped.map(({ endNs }) => endNs)).toEqual(endsNs);
      expect(steps * stepNs + skipped.length * plan.stallNs).toBe(simulator.now);
      // Both are due again at the same moment.
      const moments = Array.from({ length: 131 }, (_, ns) => simulator.now + ns);
      const due = (saver: StandingSaver) => moments.findIndex((ns) => saver.isDue(ns));
      expect(due(skipping)).toBe(due(played));
    }
  }
});
