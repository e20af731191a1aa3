/** Collectives of the GPUs of one instance, as NCCL's kernels take them. */
import { describe, expect, test } from "vitest";
import type { Instance } from "../../src/hardware/instance.ts";
import { instances } from "../../src/hardware/instances.ts";
import { busFactor } from "../../src/network/bus-factor.ts";
import { kernelExchangeNs, ncclInsideNs } from "../../src/timing/kernel-exchange.ts";
import { collectiveKinds } from "../../src/timing/kernels/exchange-kernel.ts";

const named = (asked: string) => instances.find(({ name }) => name === asked) as Instance;
const inside = (of: Instance) => ncclInsideNs({ operation: "all-reduce", bytes: 8, ranks: of.chips }, of);
const gpus = instances.filter(
  ({ kind, chip, chips }) => kind === "instance" && chip.kind === "gpu" && chips > 1,
);
const joined = gpus.filter((each) => inside(each) !== undefined);
/** 1 KiB to 8 GiB. */
const sizes = Array.from({ length: 24 }, (_, power) => 2 ** (10 + power));

describe.each(joined.map((each) => [each.name, each] as const))("%s", (_, instance) => {
  test.each(collectiveKinds)(
    "%s takes longer for more bytes, at least a start and what its links allow",
    (operation) => {
      const { bandwidth = instance.chip.hostBandwidth } = instance.chip.scaleUp ?? {};
      for (let ranks = 2; ranks <= instance.chips; ranks *= 2) {
        let before = 3000;
        for (const bytes of sizes) {
          const ns = ncclInsideNs({ operation, bytes, ranks }, instance) ?? 0;
          expect(ns).toBeGreaterThanOrEqual(before);
          expect((bytes / ns) * busFactor(operation, ranks)).toBeLessThan(bandwidth);
          before = ns;
        }
      }
    },
  );
});

test("what NCCL does by itself is told of the GPUs of one instance that a switch or PCIe joins, and of nothing else", () => {
  const names = joined.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["p5.48xlarge", "p4d.24xlarge", "g6e.48xlarge", "g5.48xlarge"]),
  );
  const p5 = named("p5.48xlarge");
  expect(ncclInsideNs({ operation: "all-reduce", bytes: 8, ranks: 16 }, p5)).toBeUndefined();
  expect(ncclInsideNs({ operation: "broadcast", bytes: 8, ranks: 8 }, p5)).toBeUndefined();
  expect(inside(named("trn2.48xlarge"))).toBeUndefined();
});

test("eight H100s take about what nccl-tests printed: 12.9 us of 8 bytes, 28.6 us of 1 MB, 4.25 ms of 1 GiB", () => {
  const p5 = named("p5.48xlarge");
  const us = (bytes: number) => (ncclInsideNs({ operation: "all-reduce", bytes, ranks: 8 }, p5) ?? 0) / 1e3;
  for (const [bytes, printed] of [
    [8, 12.9],
    [1e6, 28.6],
    [2 ** 30, 4250],
  ] as const)
    expect(Math.abs(Math.log(us(bytes) / printed))).toBeLessThan(0.3);
});

test("engines leave all-reduces over PCIe among more than two ranks to NCCL, whose steps are longer there", () => {
  const g6e = named("g6e.48xlarge");
  const switched = { ...g6e, scaleUp: { kind: "switch", chipBandwidth: 32 } as const };
  const exchange = { kind: "all-reduce", bytes: 65_536, ranks: 8 } as const;
  const own = kernelExchangeNs(exchange, "vllm", switched);
  const alone = kernelExchangeNs(exchange, "vllm", g6e);
  expect(alone).toBe(ncclInsideNs({ operation: "all-reduce", bytes: 65_536, ranks: 8 }, g6e));
  expect(alone).toBeGreaterThan(1.5 * own);
  expect(kernelExchangeNs({ ...exchange, ranks: 2 }, "vllm", g6e)).toBeLessThan(alone);
});

test("links that the instance sets are the links that serve", () => {
  const p5 = named("p5.48xlarge");
  const slow = { ...p5, scaleUp: { kind: "switch", chipBandwidth: 45 } as const };
  for (const kind of collectiveKinds) {
    const exchange = { kind, bytes: 2 ** 26, ranks: 8 };
    expect(kernelExchangeNs(exchange, "vllm", slow)).toBeGreaterThan(
      5 * kernelExchangeNs(exchange, "vllm", p5),
    );
  }
});
