/** `trnsim topology` and `trnsim collective`. Runs the built program; `npm test` builds first. */
import { describe, expect, test } from "vitest";
import { trnsim } from "../cli/trnsim.ts";

describe("networks", () => {
  test("topology draws an UltraServer with 128 and 64 GB/s links", () => {
    const { code, stdout } = trnsim(["topology", "trn2u-ultraserver"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /64 chips; 6 links each[\s\S]*128 of 128 GB\/s each way[\s\S]*64 of 64 GB\/s each way/,
    );
    expect(stdout).toMatch(/Diameter +6 links/);
  });

  test("collective times a ring all-reduce exactly", () => {
    const args =
      "collective --topology ring:8 --bandwidth 50GB/s --latency 500ns --algorithm ring --chunks 1 --sizes 1MiB --json";
    const [row] = JSON.parse(trnsim(args.split(" ")).stdout);
    expect(row).toMatchObject({ op: "all-reduce", size_bytes: 2 ** 20, ranks: 8, algorithm: "ring" });
    expect(row.time_ns).toBeCloseTo(14 * (500 + 2 ** 20 / 400), 6);
    expect(row.busbw_bytes_per_s).toBeCloseTo(((2 ** 20 / row.time_ns) * 1e9 * 14) / 8, 0);
  });

  test("collective names every wrong flag at once, and the nearest valid word", () => {
    const args =
      "--op allreduce --topology rin:8 --bandwidth 50 --sizes 1GiB..8B --algorithm rng --chunks 0 --lnc 2";
    const { code, stdout, stderr } = trnsim(["collective", ...args.split(" ")]);
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(7);
    for (const flag of ["op", "topology", "bandwidth", "sizes", "algorithm", "chunks", "lnc"]) {
      expect(lines.filter((line) => line.startsWith(`--${flag}: `))).toHaveLength(1);
    }
    expect(stderr).toContain('did you mean "all-reduce"?');
    expect(stderr).toContain('did you mean "ring"?');
  });

  test.each([
    ["--instance trn2.48xlarge --lnc 3", '--lnc: found "3"; expected 1 or 2 on trainium2'],
    [
      "--instance trn1.32xlarge --ranks 33",
      '--ranks: found "33"; expected a whole number from 2 to the 32 ranks',
    ],
    ["--topology ring:8 --bandwidth 0GB/s", '--bandwidth: found "0GB/s"; expected a bandwidth'],
    ["--topology ring:8 --instance p5.48xlarge", "--instance: expected --topology or --instance, not both"],
    ["--instance p5.48xlarge --latency 1us", "--latency: expected no such flag beside --instance"],
    ["--topology ring:8 --job a=0-3 --ranks 4", "--ranks: expected no such flag beside --job"],
    ["--topology ring:8 --job a=0-3 --job a=4-7", "two jobs are called so"],
    ["--topology ring:8 --job a=0,0,1", '--job: found "a=0,0,1"; expected each rank once'],
    ["--topology switch:8 --algorithm in-network", "in-network does no all-reduce among 8 ranks here"],
    [
      "--topology ring:8 --selection 1MB=mash,ring",
      'found "mash"; expected the name of an algorithm; did you mean "mesh"?',
    ],
    ["--topology ring:8 --selection ring,1MB=mesh", "sizes rising, the last without"],
    ["", "--instance: found neither --instance nor --topology"],
  ])("collective %s is told what is wrong with it", (args, expected) => {
    const { code, stderr } = trnsim(["collective", "--sizes", "1MiB", ...args.split(" ").filter(Boolean)]);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });

  test("collective takes a table of one's own in place of the runtime's, and a switch that sums", () => {
    const asked = (args: string) => {
      const { stdout } = trnsim(["collective", "--sizes", "1MiB,64MiB", "--json", ...args.split(" ")]);
      return JSON.parse(stdout).map(({ algorithm }: { algorithm: string }) => algorithm);
    };
    expect(asked("--instance trn2.48xlarge")).toEqual(["halving-doubling", "multi-ring"]);
    expect(asked("--instance trn2.48xlarge --selection 2MB=mesh,ring")).toEqual(["mesh", "ring"]);
    expect(asked("--topology reducing-switch:8 --algorithm best")).toEqual(["in-network", "in-network"]);
  });
});
