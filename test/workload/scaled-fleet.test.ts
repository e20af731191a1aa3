/** What a fleet that scales rents is what the fewest replicas that serve take, counted one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlacedReplicas } from "../../src/workload/inference/replica/placed-replicas.ts";
import { rentedBy } from "../../src/workload/inference/replica/scaled-fleet.ts";

const sizes = fc.record({
  replicas: fc.integer({ min: 1, max: 70 }),
  ranksPerReplica: fc.integer({ min: 1, max: 40 }),
  instanceRanks: fc.integer({ min: 1, max: 16 }),
  min: fc.integer({ min: 0, max: 80 }),
  needed: fc.integer({ min: 1, max: 80 }),
});

test("the fewest replicas that serve, at least those that stay, on the instances that hold them", () => {
  fc.assert(
    fc.property(sizes, ({ replicas, ranksPerReplica, instanceRanks, min, needed }) => {
      const placed = { replicas, ranksPerReplica } as PlacedReplicas;
      const serves = (count: number) => count >= needed;
      const rented = (unit: "instance" | "replica") => rentedBy(placed, { min, unit, instanceRanks }, serves);
      if (needed > replicas) {
        expect(rented("instance")).toEqual({ instances: Infinity, ranks: Infinity });
        return;
      }
      const up = Math.max(needed, Math.min(min, replicas));
      expect(rented("replica")).toEqual({ instances: 0, ranks: up * ranksPerReplica });
      // Replicas are put down one by one: where the next does not fit beside the last, on new instances.
      let [instances, room] = [0, 0];
      for (let each = 0; each < up; each++) {
        if (room < ranksPerReplica) {
          const more = Math.ceil(ranksPerReplica / instanceRanks);
          instances += more;
          room = more === 1 ? instanceRanks : ranksPerReplica;
        }
        room -= ranksPerReplica;
      }
      expect(rented("instance").instances).toBe(instances);
    }),
  );
});
