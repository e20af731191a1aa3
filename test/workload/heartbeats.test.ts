/** Heartbeats: when a crash is noticed, how often a good host is taken to be gone, and what a job loses by both. */
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { falseAlarmNs, noticedAfterNs } from "../../src/workload/resilience/heartbeats.ts";
import { record, summary } from "../laws/account-scenarios.ts";

test("a crash is noticed when the last of the missing beats is due", () => {
  const heartbeat = { every: 10, misses: 3, lost: 0 };
  // Beats are missing at 10, 20 and 30; one at the moment of a beat misses that one.
  expect(noticedAfterNs(heartbeat, 1)).toBe(29);
  expect(noticedAfterNs(heartbeat, 10)).toBe(20);
  expect(noticedAfterNs({ ...heartbeat, misses: 1 }, 9)).toBe(1);
});

test.each([
  [0.3, 2],
  [0.5, 3],
  [0.2, 1],
])(
  "beats that are lost at %d, %d in a row, come as often as they are counted, within three standard errors",
  (lost, misses) => {
    const random = new RandomStreams(5).stream("beats");
    const gaps: number[] = [];
    for (let alarm = 0; alarm < 4000; alarm++) {
      let [row, beats] = [0, 0];
      for (; row < misses; beats++) row = random() < lost ? row + 1 : 0;
      gaps.push(beats);
    }
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    const expected = falseAlarmNs({ every: 1, misses, lost });
    expect(Math.abs(mean - expected)).toBeLessThan((3 * spread) / Math.sqrt(gaps.length));
  },
);

/** A month of a small job on 16 hosts, one of which crashes every ten hours, and what its detection lost. */
function training(detection: unknown, mtbf = "160 h") {
  const of = summary(
    record({
      cluster: { instance: "trn1.32xlarge", count: 16 },
      model: "bert-large",
      workload: {
        kind: "training",
        tokens: "30T",
        sequenceLength: 512,
        globalBatch: 8192,
        failures: [{ of: "host", mtbf }],
        checkpoints: { interval: "30 min", stall: "10 s" },
        recovery: { detection },
      },
    }),
  );
  const { training: result } = of as unknown as {
    training: {
      lost_s: Record<string, number>;
      causes: { cause: string; interruptions: number }[];
      interruptions: number;
      time_to_train_s: number;
    };
  };
  return result;
}

test("a job loses half a beat less than the missing ones to each crash", () => {
  const { lost_s: lost, interruptions } = training({ every: "60 s", misses: 3 });
  // Uniform over a beat: the standard error of the mean of n is 60 / sqrt(12 n).
  const mean = (lost.detection ?? 0) / interruptions;
  expect(interruptions).toBeGreaterThan(30);
  expect(Math.abs(mean - 2.5 * 60)).toBeLessThan((3 * 60) / Math.sqrt(12 * interruptions));
});

test("beats that get lost stop a job whose hosts are well, as often as theory says, at once", () => {
  const {
    causes,
    lost_s: lost,
    time_to_train_s: seconds,
  } = training({ every: "60 s", misses: 2, lost: 0.01 }, "1000000 h");
  const expected = (16 * seconds) / falseAlarmNs({ every: 60, misses: 2, lost: 0.01 });
  const alarms = causes.find(({ cause }) => cause === "false alarm")?.interruptions ?? 0;
  expect(expected).toBeGreaterThan(30);
  expect(Math.abs(alarms - expected)).toBeLessThan(3 * Math.sqrt(expected));
  expect(lost.detection).toBeLessThan(3 * 120);
});
