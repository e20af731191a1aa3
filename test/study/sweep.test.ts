import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { parseAxis } from "../../src/study/sweep/axis.ts";
import { gridPoints, latinHypercube } from "../../src/study/sweep/points.ts";
import { isInShard, parseShard, shardOfJob } from "../../src/study/sweep/shard.ts";

const values = (text: string) => parseAxis(text).values;

describe("an axis", () => {
  test("is a list of YAML values; commas inside brackets and quotes belong to a value", () => {
    expect(values("a=1,2.5,x")).toEqual([1, 2.5, "x"]);
    expect(values('a={ kind: poisson, rate: 4/s },"b,c",[1, 2]')).toEqual([
      { kind: "poisson", rate: "4/s" },
      "b,c",
      [1, 2],
    ]);
  });

  test("or a range that adds or multiplies, with a unit, up to and with its end", () => {
    expect(values("a=1..64 by x2")).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(values("a=1..4")).toEqual([1, 2, 3, 4]);
    expect(values("a=0.1..0.3 by 0.1")).toEqual([0.1, 0.2, 0.3]);
    expect(values("a=1/s..4/s by 1.5")).toEqual(["1/s", "2.5/s", "4/s"]);
    expect(values("a=100 GB/s..400 GB/s by x2")).toEqual(["100 GB/s", "200 GB/s", "400 GB/s"]);
  });

  test("a path with dots in it is no range", () => {
    expect(values("workload.trace.file=../traces/a.csv")).toEqual(["../traces/a.csv"]);
  });

  test.each(["=1,2", "a=4..1", "a=1..8 by x1", "a=1 GB/s..8 MB/s", "a=[1,2"])("%s is refused", (text) => {
    expect(() => parseAxis(text)).toThrow(/expected/);
  });
});

describe("points", () => {
  const axes = [parseAxis("a=1,2"), parseAxis("b=x,y,z")];
  const sets = (points: ReturnType<typeof gridPoints>) =>
    points.map((each) => each.map(({ value }) => value).join(""));

  test("of a grid are all combinations, the last axis moving fastest; zipped axes move together", () => {
    expect(sets(gridPoints({ axes, zipped: [] }))).toEqual(["1x", "1y", "1z", "2x", "2y", "2z"]);
    const zipped = [parseAxis("c=7,8"), parseAxis("d=p,q")];
    expect(sets(gridPoints({ axes: [], zipped }))).toEqual(["7p", "8q"]);
  });

  test("of a Latin hypercube hit each slice of each axis once, and are the same for the same seed", () => {
    const span = [parseAxis("a=0.0..10.0"), parseAxis("b=1/s..100/s by x10")];
    const draw = () =>
      latinHypercube({ axes: span, zipped: [] }, 10, new RandomStreams(1).stream("latin-hypercube"));
    const slices = draw().map(([a]) => Math.floor(Number((a as { value: unknown }).value)));
    expect([...slices].sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const decades = draw().map(([, b]) => Math.floor(5 * Math.log10(Number.parseFloat(String(b?.value)))));
    expect([...decades].sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(draw()).toEqual(draw());
  });
});

describe("shards", () => {
  test("cover all points once", () => {
    const shards = [1, 2, 3].map((index) => parseShard(`${index}/3`));
    for (let point = 0; point < 10; point++) {
      expect(shards.filter((shard) => isInShard(shard, point))).toHaveLength(1);
    }
    expect(() => parseShard("4/3")).toThrow(/i\/n with i from 1 to n/);
  });

  test("are told by the array jobs of Slurm and of AWS Batch", () => {
    const slurm = { SLURM_ARRAY_TASK_ID: "7", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_COUNT: "8" };
    expect(shardOfJob(slurm)).toEqual({ index: 3, count: 8 });
    const batch = { AWS_BATCH_JOB_ARRAY_INDEX: "0", AWS_BATCH_JOB_ARRAY_SIZE: "4" };
    expect(shardOfJob(batch)).toEqual({ index: 1, count: 4 });
    expect(shardOfJob({})).toBeUndefined();
  });
});
