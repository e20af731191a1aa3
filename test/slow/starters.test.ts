/** What `init` writes runs as it stands and on other hardware, and says nothing that has no effect. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { starters } from "../../src/cli/starters.ts";
import { temporaryFolder, trnsim } from "../cli/trnsim.ts";

describe.each(Object.keys(starters))("a starter of %s", (kind) => {
  const folder = temporaryFolder();
  const started = (file: string, ...flags: string[]) => {
    expect(trnsim(["init", file, "--kind", kind, ...flags], folder)).toMatchObject({ code: 0 });
    return trnsim(["run", file, "--no-explain"], folder);
  };

  test("runs as it stands", () => {
    const { code, stdout, stderr } = started("own.yaml");
    expect(code, stderr).toBe(0);
    expect(stdout).not.toMatch(/no effect|missed/);
  }, 120_000);

  test("runs on other hardware", () => {
    const { code, stderr } = started("other.yaml", "--instance", "p5.48xlarge", "--count", "4");
    // An objective of the starter's own hardware may be missed.
    expect([0, 1], stderr).toContain(code);
    expect(readFileSync(join(folder, "other.yaml"), "utf8")).toContain("instance: p5.48xlarge");
  }, 120_000);
});

test("a kind whose parts name their models takes none for the whole", () => {
  const { code, stderr } = trnsim(
    ["init", "q.yaml", "--kind", "queue", "--model", "llama-3.1-8b"],
    temporaryFolder(),
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/--model: found "llama-3\.1-8b"; expected none: queue has no model for the whole/);
});
