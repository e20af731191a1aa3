/** Checkpoints for which steps stand still: how many are due in steps that nobody plays. */
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { StandingSaver } from "../../src/workload/training/run/saver.ts";

test("what is skipped holds the checkpoints that are due in it, as if each step had been asked", () => {
  const plan = { intervalNs: 100, stallNs: 9, saveNs: 9 };
  for (const stepNs of [7, 30, 50, 100, 130]) {
    for (const steps of [1, 3, 4, 11]) {
      const saver = new StandingSaver(new Simulator(), plan, 0);
      let [now, lastNs, saves] = [0, 0, 0];
      for (let step = 0; step < steps; step++) {
        now += stepNs;
        if (now - lastNs < plan.intervalNs) continue;
        now += plan.stallNs;
        [lastNs, saves] = [now, saves + 1];
      }
      const skipped = { fromNs: 0, steps, stepNs, saveNs: 0 };
      expect([saver.skip(skipped), saver.saves]).toEqual([saves * plan.stallNs, saves]);
      expect([saver.isDue(lastNs + 99), saver.isDue(lastNs + 100)]).toEqual([false, true]);
    }
  }
});
