/**
 * The program with random commands, each in a folder of its own: as it is started, or within this process, which loads it once. It
 * ends by itself with one of its exit codes, tells trouble without a stack, prints figures that are finite, and writes nowhere else.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, trnsimHere } from "../cli/trnsim.ts";
import { pluralMistakes } from "../plural-mistakes.ts";
import { type CommandCase, commandCase } from "./fuzz-commands.ts";
import { notFinite } from "./fuzz-outcome.ts";

/** Done, a check failed, bad input, infeasible, stopped early. */
const exitCodes = [0, 1, 2, 3, 4];
/** CPU time after which it is taken to go on for ever; by the clock, on a loaded machine, only who waits for what never comes. */
const [limitCpuSeconds, limitMs] = [60, 600_000];

/** Commands that print what keys mean, in sentences that count nothing. */
const references = ["schema", "catalog", "manual"];

const limited = `ulimit -t ${limitCpuSeconds}; exec "$0" "$@"`;

/** How a command ended. */
interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** That it did not end by itself, and why. */
  readonly cutBy?: string | undefined;
}

/** What is wrong with how the program ends in case `seed`, in a process of its own; undefined where nothing is. */
export function processFailureOf(seed: number): Promise<string | undefined> {
  const each = commandCase(seed);
  return failureIn(each, async (folder) => {
    const { status, signal, stdout, stderr, error } = spawnSync(
      "bash",
      ["-c", limited, process.execPath, program, ...each.given],
      {
        cwd: folder,
        encoding: "utf8",
        input: "",
        timeout: limitMs,
        maxBuffer: 2 ** 28,
        env: { PATH: process.env.PATH, NO_COLOR: "1" },
      },
    );
    return { status, stdout, stderr, cutBy: error?.message ?? signal ?? undefined };
  });
}

/** The same within this process, which need not load the program again; undefined too where the case would end this process. */
export async function commandFailureOf(seed: number): Promise<string | undefined> {
  const each = commandCase(seed);
  return each.plugInExits ? undefined : failureIn(each, (folder) => endingHere(each.given, folder));
}

async function endingHere(given: readonly string[], folder: string): Promise<Ending> {
  const start = process.cpuUsage();
  const { code, stdout, stderr } = await trnsimHere(given, folder);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const cutBy = seconds > limitCpuSeconds ? `${seconds} s of CPU time` : undefined;
  return { status: code, stdout, stderr, cutBy };
}

/** What is wrong with how the command of `each` ends when `run` has run it in a folder of its own. */
async function failureIn(
  { given, files, plugInExits }: CommandCase,
  run: (folder: string) => Promise<Ending>,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "trnsim-fuzz-"));
  try {
    const inside = join(folder, "inside");
    mkdirSync(inside);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(inside, name), text);
    const told = `trnsim ${given.join(" ").slice(0, 300)}`;
    const { status, stdout, stderr, cutBy } = await run(inside);
    if (cutBy !== undefined) return `${told}: ends by ${cutBy}`;
    const exits = plugInExits ? [...exitCodes, 9] : exitCodes;
    if (!exits.includes(status ?? -1)) return `${told}: exit code ${status}: ${stderr.slice(0, 600)}`;
    if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr)) return `${told}: a stack: ${stderr.slice(0, 600)}`;
    const [plural] = references.includes(given[0] ?? "") ? [] : pluralMistakes(stdout + stderr);
    if (plural !== undefined) return `${told}: one of a thing as several: ${plural}`;
    if (status === 2 && stderr === "") return `${told}: exit code 2 and no word`;
    if (stderr.length > 60_000) return `${told}: ${stderr.length} characters of trouble`;
    const strays = filesBelow(folder).filter(
      (file) =>
        !(file.startsWith("inside/") && (file.slice(7) in files || isExpected(file.slice(7), given))) &&
        !isOwnClaim(join(folder, file)),
    );
    if (strays.length > 0) return `${told}: writes ${strays.join(", ").slice(0, 300)}`;
    return status === 0 ? wrongFigures(told, stdout, inside) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files below `folder`, by their names. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Whether `file` claims its folder for this process, which has not ended. */
function isOwnClaim(file: string): boolean {
  return file.endsWith(".lock") && readFileSync(file, "utf8").startsWith(`${process.pid} `);
}

/** Whether a command that was given these words may leave `file`: in `results`, where a flag says, or where `init` writes; nothing half. */
function isExpected(file: string, given: readonly string[]): boolean {
  if (/\.(tmp|lock)$/.test(file)) return false;
  return (
    file.startsWith("results/") ||
    given[0] === "init" ||
    given.some((word) => word !== "" && file.startsWith(word))
  );
}

/** What is wrong with the figures of a command that ended well: of what it printed, and of the summaries it wrote. */
function wrongFigures(told: string, stdout: string, inside: string): string | undefined {
  const figure = /.*\b(NaN|Infinity(?! Fabric| Cache)|undefined)\b.*/.exec(stdout);
  if (figure !== null) return `${told}: prints ${figure[0]}`;
  for (const file of filesBelow(inside).filter((name) => name.endsWith("summary.json"))) {
    const wrong = notFinite(JSON.parse(readFileSync(join(inside, file), "utf8")), file);
    if (wrong !== undefined) return `${told}: ${wrong}`;
  }
  return undefined;
}
