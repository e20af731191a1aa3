/**
 * Runs every `$ node dist/main.js ...` of the README and compares what it prints with what the README says.
 * With UPDATE_README=1 in the environment the README is rewritten instead.
 */
import { execSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const readme = `${root}README.md`;

/** A folder that looks like the checkout, in which results may be written. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), "trnsim-readme-"));
  for (const name of ["dist", "scenarios", "node_modules", "package.json"]) {
    symlinkSync(join(root, name), join(folder, name));
  }
  return folder;
}

/** The text of a console block with what its commands print now. */
function played(block: string): string {
  const commands = block.split("\n").filter((line) => line.startsWith("$ "));
  return commands
    .map((command) => {
      const result = spawnSync("sh", ["-c", `${command.slice(2)} 2>&1`], {
        cwd: checkout(),
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1" },
      });
      return `${command}\n${result.stdout.trimEnd()}\n`;
    })
    .join("");
}

test("the README shows what its commands print", () => {
  expect(execSync("node dist/main.js --version", { cwd: root, encoding: "utf8" })).toMatch(/^\d/);
  const text = readFileSync(readme, "utf8");
  const now = text.replace(
    /```console\n([\s\S]*?)```/g,
    (_, block: string) => `\`\`\`console\n${played(block)}\`\`\``,
  );
  if (process.env.UPDATE_README) writeFileSync(readme, now);
  else expect(text).toBe(now);
});
