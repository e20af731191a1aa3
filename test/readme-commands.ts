/**
 * Runs commands that the README and the guides show and compares what they print with what these say. With UPDATE_README=1 in
 * the environment they are rewritten instead.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const guides = `${root}scenarios/guides/`;
const documents = [
  `${root}README.md`,
  `${root}src/validation/README.md`,
  ...readdirSync(guides)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${guides}${name}`),
];

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

/** Commands that take more than two seconds of processor time. */
export const isLong = (command: string) =>
  /^node dist\/main.js (plan|check|calibrate|validate --totals|run .*(--load-curve|pretrain|trace)|collective .*ultraserver)/.test(
    command,
  );

/** Runs the commands that are `wanted`; the documents show what they print. */
export async function expectShown(wanted: (command: string) => boolean): Promise<void> {
  const texts = documents.map((file) => readFileSync(file, "utf8"));
  const commands = texts.flatMap((text) =>
    [...text.matchAll(/^\$ (node .*)$/gm)].map(([, command = ""]) => command).filter(wanted),
  );
  expect(commands.length).toBeGreaterThan(1);
  const found = await outputs(commands);
  for (const [index, text] of texts.entries()) {
    const now = shown(text, found);
    if (process.env.UPDATE_README) writeFileSync(documents[index] as string, now);
    else expect(text).toBe(now);
  }
}

/** `text` with what its commands print, as far as that is known. */
function shown(text: string, found: ReadonlyMap<string, string>): string {
  return text.replace(/```console\n([\s\S]*?)```/g, (whole, block: string) => {
    const written = block.split("\n").filter((line) => line.startsWith("$ "));
    if (!written.every((line) => found.has(line.slice(2)))) return whole;
    const played = written.map((line) => `${line}\n${found.get(line.slice(2))}\n`);
    return `\`\`\`console\n${played.join("")}\`\`\``;
  });
}
