/** Hosts that stand by come in with the faults that began on them, but for those that canaries found: shares by theory. */
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { never } from "../../src/workload/resilience/failure-stream.ts";
import { HiddenFaults } from "../../src/workload/resilience/hidden-faults.ts";
import { hiddenInHosts, IdleHosts } from "../../src/workload/resilience/idle-hosts.ts";
import { Spares } from "../../src/workload/resilience/recovery.ts";

const hour = 3600e9;
const units = { chip: 800, hbm: 0, host: 100, link: 0, card: 0, switch: 10, rack: 5, storage: 1, job: 1 };
const cause = (more: Partial<FailureCause> = {}): FailureCause => ({
  name: "fault",
  of: "host",
  mtbfNs: 1000 * hour,
  effect: "crash",
  latencyNs: hour,
  replaces: true,
  ...more,
});

/** Hosts that stand by, with faults of a rate of once in 1,000 h each. */
function idle(count: number, canaries?: { everyNs: number; coverage: number }, repairNs = 0): IdleHosts {
  const random = new RandomStreams(5).stream("idle-hosts");
  return new IdleHosts(count, repairNs, { causes: hiddenInHosts([cause()], units), canaries, random });
}

/** Share of the hosts, all taken at `atNs`, that bring a fault. */
function faulty(hosts: IdleHosts, count: number, atNs: number): number {
  const taken = Array.from({ length: count }, () => hosts.take(atNs)).filter((each) => each !== undefined);
  return taken.filter(({ fault }) => fault !== undefined).length / taken.length;
}

describe("hosts that stood by for a time t without canaries bring a fault in 1 - e^(-rate x t) of cases", () => {
  test.each([10, 100, 700, 5000])("%d h", (hours) => {
    const count = 1500;
    const share = 1 - Math.exp(-hours / 1000);
    // Repair takes longer than the test, so that each is taken once.
    const hosts = idle(count, undefined, 1e9 * hour);
    const sigma = Math.sqrt((share * (1 - share)) / count);
    expect(Math.abs(faulty(hosts, count, hours * hour) - share)).toBeLessThan(3 * sigma);
    expect(hosts.take(hours * hour)).toBeUndefined();
  });
});

describe("with canaries every T that find it with probability c they do in rate x T (1/2 + (1 - c) / c) of cases", () => {
  test.each([
    [24, 0.9],
    [24, 0.5],
    [100, 0.3],
  ])("T of %d h, c of %d", (every, coverage) => {
    // Mid-way between canaries a fault has been there for T / 2, and for T more with each canary that missed it.
    const hiddenHours = every * (1 / 2 + (1 - coverage) / coverage);
    const mean = hiddenHours / (1000 + hiddenHours);
    const [count, rounds] = [400, 40];
    // Repaired long before it is needed again.
    const hosts = idle(count, { everyNs: every * hour, coverage }, every * hour);
    let share = 0;
    for (let round = 1; round <= rounds; round++) {
      share += faulty(hosts, count, (round * 40 + 0.5) * every * hour) / rounds;
    }
    const sigma = Math.sqrt(mean / (count * rounds));
    expect(Math.abs(share - mean)).toBeLessThan(3 * sigma + (every / 1000) ** 2 / 2);
    expect(hosts.found).toBeGreaterThan(0);
  });
});

test("a host is away while it, or the one it stands in for, is repaired", () => {
  const taken = idle(1, undefined, 50 * hour);
  expect(taken.take(0)).toEqual({});
  expect(taken.take(49 * hour)).toBeUndefined();
  expect(taken.take(50 * hour)).toBeDefined();
  // Of 1,000 h until a fault and 250 h of repair each four fifths are spent there; it is found within the hour.
  const count = 2000;
  const hosts = idle(count, { everyNs: hour, coverage: 1 }, 250 * hour);
  let there = 0;
  while (hosts.take(5e4 * hour) !== undefined) there++;
  const share = 1000.5 / (1000.5 + 250);
  expect(Math.abs(there / count - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / count));
});

test("only faults that hide in single hosts come in with them, each at its part of the rate", () => {
  const causes = [
    cause({ name: "seen", latencyNs: 0 }),
    cause({ name: "rack", hosts: 20 }),
    cause({ name: "switch", of: "switch" }),
    cause({ name: "chip", of: "chip", mtbfNs: 4000 * hour }),
    cause(),
  ];
  const found = hiddenInHosts(causes, units);
  expect(found.map(({ cause: { name } }) => name)).toEqual(["chip", "fault"]);
  // Eight chips a host, each once in 4,000 h.
  expect(found.map(({ rate }) => rate * 1000 * hour)).toEqual(
    [2, 1].map((times) => expect.closeTo(times, 9)),
  );
  const random = new RandomStreams(9).stream("idle-hosts");
  const spares = new Spares(900, 1e9 * hour, { faults: { causes: found, random } });
  for (let index = 0; index < 900; index++) spares.take(1e5 * hour);
  const brought = spares.brought().map(({ name }) => name);
  expect(spares.faulty).toBe(900);
  const chips = brought.filter((name) => name === "chip").length;
  expect(Math.abs(chips - 600)).toBeLessThan(3 * Math.sqrt(900 * (2 / 3) * (1 / 3)));
  expect(spares.brought()).toEqual([]);
});

test("a fault that comes in strikes a latency after the job works, and checks before that may find it", () => {
  const faults = (seed: number) =>
    new HiddenFaults(() => never, {
      causes: [],
      units,
      random: new RandomStreams(seed).stream("hidden-faults"),
    });
  let sum = 0;
  for (let seed = 0; seed < 400; seed++) {
    const hidden = faults(seed);
    hidden.bring(cause(), { atNs: hour, worksNs: 3 * hour });
    const { atNs } = hidden.next();
    expect(atNs).toBeGreaterThanOrEqual(3 * hour);
    sum += atNs / hour - 3;
    const checked = faults(seed);
    checked.bring(cause(), { atNs: hour, worksNs: 3 * hour });
    expect(checked.check(2 * hour, 1)).toBe(1);
    expect(checked.next().atNs).toBe(Number.POSITIVE_INFINITY);
  }
  expect(Math.abs(sum / 400 - 1)).toBeLessThan(3 / Math.sqrt(400));
});
