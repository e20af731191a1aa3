/** What NCCL's algorithms come to between instances of GPUs, from single messages over the same links. */
import { expect, test } from "vitest";
import { networkOf } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";

const instance = instances.find(({ name }) => name === "p5.48xlarge")!;
const [count, chips] = [4, 8];
const network = networkOf({ instance, count });
const members = count * chips;
const ranks = Array.from({ length: members }, (_, rank) => rank);
const bytes = 2 ** 30;

test("an all-gather goes round eight rings, each of which crosses at another card and hides what it passes on inside", () => {
  const { timeNs, algorithm } = network.collective({ operation: "all-gather", bytes, ranks })!;
  expect(algorithm).toBe("flat-ring");
  const crossing = network.transferNs(((members - 1) * bytes) / members / chips, 7, 8);
  expect(timeNs / crossing).toBeCloseTo(1, 9);
});

test("a long all-to-all takes a round inside and one for each other instance, eight messages a rank", () => {
  const { timeNs, algorithm } = network.collective({ operation: "all-to-all", bytes, ranks })!;
  expect(algorithm).toBe("instance-rounds");
  const inside = network.transferNs(((chips - 1) * bytes) / members, 0, 1);
  const round = network.transferNs((chips * bytes) / members, 0, 8);
  expect(timeNs / (inside + (count - 1) * round)).toBeCloseTo(1, 9);
});

test("messages of a short all-to-all are all under way at once", () => {
  const { timeNs, algorithm } = network.collective({ operation: "all-to-all", bytes: 2 ** 16, ranks })!;
  expect(algorithm).toBe("direct");
  expect(timeNs).toBeLessThan(2 * network.transferNs(2 ** 16, 0, 8));
});
