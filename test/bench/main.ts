/**
 * `npm run bench`: how fast and how large the simulator is at several sizes of several works, each in a process of its own.
 * With `--rounds` so many runs of each instead of five, with `--json` the table as JSON and nothing else, with `--peers` the peers of the README beside it in the same minutes,
 * with `--accept` the table becomes the baseline. CPU time of one core; never a test.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { bundled } from "./bundle.ts";
import { peers } from "./peers.ts";
import { type Measured, measure, type Repeated, type Work } from "./work.ts";
import { works } from "./works.ts";

interface Row extends Repeated {
  work: string;
  size: number;
  unit: string;
  /** Of the baseline's speed; null where it has no such row. */
  toBaseline: number | null;
  /** Exponent of the CPU time over the size, from the size before; null at the first. */
  growth: number | null;
  /** The same from the first size to this one, at the last. */
  growthOverAll: number | null;
  /** Of the peer's speed; null where none was asked for, or none is there. */
  toPeer: number | null;
}

const baselineFile = new URL("baseline.json", import.meta.url);
const flags = process.argv.slice(2);
const roundsFlag = flags.indexOf("--rounds");
const rounds = roundsFlag < 0 ? 5 : Number(flags[roundsFlag + 1]);

/** Several runs of the bench in `file`, each in a new process. */
function measured(file: string, work: Work, size: number): Repeated {
  const runs = Array.from({ length: rounds }, () => {
    const text = execFileSync(process.execPath, [file, "--one", work.name, String(size)]).toString();
    return JSON.parse(text) as Measured;
  });
  runs.sort((a, b) => a.seconds - b.seconds);
  return { ...runs[rounds >> 1]!, secondsLeast: runs[0]!.seconds, secondsMost: runs[rounds - 1]!.seconds };
}

function table(file: string, withPeers: boolean): Row[] {
  const baseline: Row[] = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, "utf8")).rows : [];
  const peerRates = withPeers ? peers() : {};
  return works.flatMap((work) => {
    const known: { size: number; seconds: number }[] = [];
    return work.sizes.map((size): Row => {
      const found = measured(file, work, size);
      const accepted = baseline.find((row) => row.work === work.name && row.size === size);
      const growthFrom = (from: { size: number; seconds: number } | undefined) =>
        from ? Math.log(found.seconds / from.seconds) / Math.log(size / from.size) : null;
      const growth = growthFrom(known[known.length - 1]);
      const isLast = size === work.sizes[work.sizes.length - 1];
      const growthOverAll = isLast ? growthFrom(known[0]) : null;
      known.push({ size, seconds: found.seconds });
      const peerRate = peerRates[work.name]?.(size);
      return {
        work: work.name,
        size,
        unit: work.unit,
        ...found,
        toBaseline: accepted ? found.perSecond / accepted.perSecond : null,
        growth,
        growthOverAll,
        toPeer: peerRate ? found.perSecond / peerRate : null,
      };
    });
  });
}

function text(rows: readonly Row[]): string {
  const cell = (value: number | null, digits: number) => (value === null ? "-" : value.toFixed(digits));
  const head = [
    "size",
    "a second",
    "CPU s",
    "least",
    "most",
    "peak MB",
    "baseline",
    "growth",
    "over all",
    "peer",
  ];
  const lines = rows.map((row) => [
    row.size.toLocaleString("en"),
    row.perSecond >= 100 ? Math.round(row.perSecond).toLocaleString("en") : row.perSecond.toPrecision(3),
    row.seconds.toFixed(3),
    row.secondsLeast.toFixed(3),
    row.secondsMost.toFixed(3),
    (row.peakBytes / 1e6).toFixed(0),
    cell(row.toBaseline, 2),
    cell(row.growth, 2),
    cell(row.growthOverAll, 2),
    cell(row.toPeer, 2),
  ]);
  const shown = (cells: string[]) => cells.map((each) => each.padStart(11)).join(" ");
  return [
    `${"".padEnd(40)} ${shown(head)}`,
    ...rows.map(({ work }, index) => `${work.padEnd(40)} ${shown(lines[index]!)}`),
  ].join("\n");
}

if (flags[0] === "--one") {
  const work = works.find(({ name }) => name === flags[1]) as Work;
  console.log(JSON.stringify(measure(work, Number(flags[2]))));
} else {
  const load = Math.round(loadavg()[0]!);
  const machine = { cpu: cpus()[0]!.model, cores: cpus().length, node: process.version, load };
  const rows = table(await bundled(), flags.includes("--peers"));
  const json = `${JSON.stringify({ machine, rows }, null, 2)}\n`;
  if (flags.includes("--accept")) writeFileSync(baselineFile, json);
  if (flags.includes("--json")) process.stdout.write(json);
  else console.log(text(rows));
}
