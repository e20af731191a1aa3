import { expect, test } from "vitest";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { instances } from "../../src/hardware/instances.ts";

const named = (name: string) =>
  instances.find((instance) => instance.name === name) as (typeof instances)[number];

test("a rank is a logical NeuronCore: LNC 2 halves the ranks and doubles each one's share", () => {
  const [two, one] = [2, 1].map((coresPerRank) =>
    buildCluster({ instance: named("trn2.48xlarge"), count: 2, coresPerRank }),
  );
  expect([two!.ranks, one!.ranks]).toEqual([2 * 16 * 4, 2 * 16 * 8]);
  expect(two!.device.memoryBandwidth).toBe(2 * one!.device.memoryBandwidth);
  expect(two!.device.peaks.bf16).toBe(2 * (one!.device.peaks.bf16 as number));
  expect(buildCluster({ instance: named("trn2.48xlarge"), count: 1 }).coresPerRank).toBe(2);
});

test("a chip without LNC takes no other rank", () => {
  expect(() => buildCluster({ instance: named("trn1.32xlarge"), count: 1, coresPerRank: 2 })).toThrow(
    "cluster.lnc: found 2; expected 1 on trainium",
  );
});

test("chips and instances can go down and come up, and whoever listens hears of each change once", () => {
  const { chipsUp, instancesUp } = buildCluster({ instance: named("trn1.32xlarge"), count: 2 });
  const heard: [number, boolean][] = [];
  chipsUp.listen((part, up) => heard.push([part, up]));
  chipsUp.set(5, false);
  chipsUp.set(5, false);
  expect([chipsUp.isUp(5), chipsUp.upCount, instancesUp.upCount]).toEqual([false, 31, 2]);
  chipsUp.set(5, true);
  expect(heard).toEqual([
    [5, false],
    [5, true],
  ]);
  expect(() => chipsUp.set(32, false)).toThrow("there is no chip 32 of 32");
});
