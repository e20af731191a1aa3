/** A plug-in of the user beside the scenario. Runs the built program; `npm test` builds first. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, small, trnsim } from "./trnsim.ts";

describe("plug-ins", () => {
  const router = `import { defineRouter, quantity } from "trnsim";
export const routers = [
  defineRouter({
    name: "always",
    help: "always the same replica",
    options: { replica: quantity.count({}) },
    create: ({ replica }) => ({ sharedLine: false, route: () => replica, changed() {} }),
  }),
];
`;
  const using = small
    .replace("inf2.xlarge", "inf2.24xlarge")
    .replace(
      "  duration",
      "  parallelism: { tensor: 2 }\n  router: { kind: always, replica: 3 }\n  duration",
    );

  test("a router in one TypeScript file beside the scenario takes part by its name", () => {
    const folder = folderWith({ "small.yaml": `${using}plugins: [./always.ts]\n`, "always.ts": router });
    const { code, stderr } = trnsim(["run", "small.yaml", "--allow-plugins"], folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [header = "", ...rows] = readFileSync(join(folder, "results/small/base/requests.csv"), "utf8")
      .trim()
      .split("\n");
    const column = header.split(",").indexOf("replica");
    expect(new Set(rows.map((row) => row.split(",")[column]))).toEqual(new Set(["3"]));
  });

  test("without its file its name is unknown, and a file that exports no plug-ins is a problem", () => {
    expect(trnsim(["run", "small.yaml"], folderWith({ "small.yaml": using })).stderr).toContain(
      'found "always"',
    );
    const folder = folderWith({
      "small.yaml": `${using}plugins: [./always.ts]\n`,
      "always.ts": "export const a = 1;",
    });
    const { code, stderr } = trnsim(["run", "small.yaml", "--allow-plugins"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("expected a module that exports one or more of arrivals");
  });
});
