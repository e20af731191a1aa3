/** `trnsim check` as CI meets it. Runs the built program; `npm test` builds first. */
import { describe, expect, test } from "vitest";
import { folderWith, small, trnsim } from "./trnsim.ts";

describe("check", () => {
  const check = (folder: string, ...args: string[]) =>
    trnsim(["check", "small.yaml", "--baseline", "baselines", ...args], folder);

  test("fails without a baseline, passes after --update, and fails when a chip loses 3 % of its HBM bandwidth", () => {
    const folder = folderWith({ "small.yaml": small });
    expect(check(folder).code).toBe(1);
    expect(check(folder, "--update").code).toBe(0);
    expect(check(folder).code).toBe(0);
    const slower = check(
      folder,
      "--set",
      'cluster.instance={from: inf2.xlarge, chip: {memoryBandwidth: "795.4 GB/s"}}',
    );
    expect(slower.code).toBe(1);
    expect(slower.stdout).toContain("inference.mean_tpot_ms");
    expect(check(folder, "--tolerance", "50%", "--set", "seed=1").code).toBe(0);
  });
});
