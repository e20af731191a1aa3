import fc from "fast-check";
import { expect, test } from "vitest";
import { formatProblem } from "../../src/base/errors.ts";
import { contentHash } from "../../src/base/hash.ts";
import { nearest } from "../../src/base/nearest.ts";
import { RandomStreams } from "../../src/base/random.ts";
import {
  formatBytes,
  formatTime,
  inKnownUnits,
  parseQuantity,
  type QuantityKind,
  significant,
  unitsOf,
} from "../../src/base/units.ts";

test.each<[string, QuantityKind, number]>([
  ["2 us", "time", 2000],
  ["10 min", "time", 600e9],
  ["80 GiB", "size", 80 * 2 ** 30],
  ["16 GB", "size", 16e9],
  ["8 Gb", "size", 1e9],
  ["900 GB/s", "bandwidth", 900],
  ["100 Gb/s", "bandwidth", 12.5],
  ["667 TFLOPS", "compute", 667_000],
  ["2T", "count", 2e12],
  ["30%", "fraction", 0.3],
  ["2.4 GHz", "frequency", 2.4],
])("%s is a %s of %d in internal units", (text, kind, expected) => {
  expect(parseQuantity(text, kind)).toBeCloseTo(expected, 9);
});

test.each<[string, QuantityKind, string | undefined]>([
  ["1 hour", "time", "1 h"],
  ["20sec", "time", "20 s"],
  ["3 rps", "rate", "3/s"],
  ["400 gbps", "bandwidth", "400 Gb/s"],
  ["800 tokens", "count", "800"],
  ["5 percent", "fraction", "5%"],
  ["1 hour", "size", undefined],
  ["3 furlongs", "time", undefined],
])("%s, a %s, would be %s here", (text, kind, expected) => {
  expect(parseQuantity(text, kind)).toBeUndefined();
  expect(inKnownUnits(text, kind)).toBe(expected);
  if (expected !== undefined) expect(parseQuantity(expected, kind)).toBeGreaterThan(0);
});

test("every unit is what its prefix says: decimal by thousands, binary by 1,024, bits an eighth of bytes", () => {
  const decimal = { "": 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
  const binary = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5 };
  const sizes = [
    ...Object.entries(decimal).flatMap(([prefix, times]) => [
      [`${prefix}B`, times],
      [`${prefix}b`, times / 8],
    ]),
    ...Object.entries(binary).map(([prefix, times]) => [`${prefix}B`, times]),
  ] as [string, number][];
  expect(new Set(unitsOf("size"))).toEqual(new Set(sizes.map(([unit]) => unit)));
  for (const [unit, bytes] of sizes) {
    expect(parseQuantity(`3 ${unit}`, "size"), unit).toBe(3 * bytes);
    expect(parseQuantity(`3 ${unit}/s`, "bandwidth"), unit).toBeCloseTo(
      (3 * bytes) / 1e9,
      9 - Math.log10(bytes),
    );
  }
  const times = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 };
  for (const [unit, ns] of Object.entries(times))
    expect(parseQuantity(`2 ${unit}`, "time"), unit).toBe(2 * ns);
  const days = { d: 1, day: 1, days: 1, week: 7, weeks: 7 };
  for (const [unit, each] of Object.entries(days)) {
    expect(parseQuantity(`2 ${unit}`, "time"), unit).toBe(2 * each * 86_400e9);
  }
  expect(new Set(unitsOf("time"))).toEqual(new Set([...Object.keys(times), ...Object.keys(days)]));
  expect([1, "1k", "1K", "1M", "1B", "1T"].map((text) => parseQuantity(text, "count"))).toEqual([
    1, 1e3, 1e3, 1e6, 1e9, 1e12,
  ]);
});

test("a rate of 4/s is one arrival every 250 ms", () => {
  expect(1 / (parseQuantity("4/s", "rate") as number)).toBeCloseTo(250e6, 3);
});

test.each<[unknown, QuantityKind]>([
  [5, "time"],
  ["5", "size"],
  ["5 GB", "time"],
  ["five ms", "time"],
  [Number.NaN, "count"],
  [null, "count"],
])("%s is no %s", (value, kind) => {
  expect(parseQuantity(value, kind)).toBeUndefined();
});

test("numbers for people keep three significant digits and their whole part", () => {
  expect([0.012345, 1.2345, 123456, 0].map((value) => significant(value))).toEqual([
    "0.0123",
    "1.23",
    "123,456",
    "0",
  ]);
  expect([1500, 7.2e12, 90e9].map((ns) => formatTime(ns))).toEqual(["1.5 us", "2 h", "90 s"]);
  // What rounds to the next unit is told in it.
  expect([999_999.6, 0.9999, 1, 999].map((ns) => formatTime(ns))).toEqual(["1 ms", "1 ns", "1 ns", "999 ns"]);
  expect(formatBytes(2 ** 34)).toBe("16 GiB");
});

test("the nearest word is suggested only when it is near", () => {
  expect(nearest("trn2.48xlarg", ["trn1.32xlarge", "trn2.48xlarge"])).toBe("trn2.48xlarge");
  expect(nearest("banana", ["trn1.32xlarge", "trn2.48xlarge"])).toBeUndefined();
  expect(nearest("sequence", ["precision", "sequenceLength", "seed"])).toBe("sequenceLength");
});

test("equal values have equal hashes whatever the order of their keys", () => {
  expect(contentHash({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(contentHash({ b: [2, { d: 4, c: 3 }], a: 1 }));
  expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: 2 }));
});

test("streams of one seed differ by name and repeat by name", () => {
  const draw = (seed: number, name: string) => new RandomStreams(seed).stream(name)();
  expect(draw(1, "arrivals")).toBe(draw(1, "arrivals"));
  expect(draw(1, "arrivals")).not.toBe(draw(1, "lengths"));
  expect(draw(1, "arrivals")).not.toBe(draw(2, "arrivals"));
});

test("a number is shown as the language's own format shows it", () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 6 }), (value, digits) => {
      const decimals = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
      const format = { maximumFractionDigits: Math.min(decimals, 12) };
      expect(significant(value, digits)).toBe(value === 0 ? "0" : value.toLocaleString("en-US", format));
    }),
  );
});

test("a message shows the start of what was found, however long that is", () => {
  const message = formatProblem({ path: "p", found: "x".repeat(10_000), expected: "a name" });
  expect(message).toBe(`p: found ${"x".repeat(300)}...; expected a name`);
});
