/**
 * Runs every `$ node dist/main.js ...` of the README and compares what it prints with what the README says.
 * With UPDATE_README=1 in the environment the README is rewritten instead.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
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

/** Lines that tell on a slow machine how far a command has come. */
const progress = /^\d+ of \d+ \w+(, about [^\n]* left)?\n/gm;

/** What a shell command prints, both streams; how far it has come aside. */
async function output(command: string): Promise<string> {
  const environment = { ...process.env, NO_COLOR: "1" };
  const child = spawn("sh", ["-c", `${command} 2>&1`], { cwd: checkout(), env: environment });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return Buffer.concat(chunks).toString().replace(progress, "").trimEnd();
}

/** The outputs of `commands`, of which two run at a time. */
async function outputs(commands: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const left = [...commands];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      found.set(next, await output(next));
  };
  await Promise.all([work(), work()]);
  return found;
}

test("the README shows what its commands print", async () => {
  const text = readFileSync(readme, "utf8");
  const commands = [...text.matchAll(/^\$ (node .*)$/gm)].map(([, command]) => command);
  expect(commands.length).toBeGreaterThan(5);
  const found = await outputs(commands);
  const now = text.replace(/```console\n([\s\S]*?)```/g, (_, block: string) => {
    const written = block.split("\n").filter((line) => line.startsWith("$ "));
    const played = written.map((line) => `${line}\n${found.get(line.slice(2))}\n`);
    return `\`\`\`console\n${played.join("")}\`\`\``;
  });
  if (process.env.UPDATE_README) writeFileSync(readme, now);
  else expect(text).toBe(now);
});
