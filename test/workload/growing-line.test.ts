import { expect, test } from "vitest";
import { GrowingLine } from "../../src/workload/inference/record/growing-line.ts";

/** The line of `count` arrivals, one per ns, who find `waitingAt` in line. */
function saturationOf(count: number, waitingAt: (nowNs: number) => number, startNs = 0) {
  const line = new GrowingLine();
  for (let nowNs = startNs; nowNs < startNs + count; nowNs++) line.arrived(waitingAt(nowNs), nowNs);
  return line.saturation();
}

test("a line that takes up three of four who come is told, with both rates", () => {
  for (const count of [300, 2000]) {
    const { arrivedPerNs, servedPerNs } = saturationOf(count, (now) => Math.floor(now / 4)) ?? {};
    expect(arrivedPerNs).toBeCloseTo(1, 2);
    expect(servedPerNs).toBeCloseTo(0.75, 2);
  }
});

test("a line of chance, of a nearly full server, or of few requests is none that grows", () => {
  expect(saturationOf(2000, (now) => now % 40)).toBeNull();
  expect(saturationOf(2000, (now) => Math.floor(now / 20))).toBeNull();
  expect(saturationOf(20, (now) => Math.floor(now / 4))).toBeNull();
});

test("a line that was as long from the start is none, whether its users came at once or one after another", () => {
  const line = new GrowingLine();
  for (let user = 0; user < 300; user++) line.arrived(Math.max(0, user - 56), 7);
  for (let next = 1; next <= 20; next++) line.arrived(244, 7 + next);
  expect(line.saturation()).toBeNull();
  expect(saturationOf(2000, (now) => Math.min(now, 300))).toBeNull();
});
