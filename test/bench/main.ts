/**
 * `npm run bench`: how fast and how large the simulator is at several sizes of several works, each in a process of its own.
 * Lines come as they are measured. CPU time of one core; never a test.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { prepareStart } from "../../src/cli/start-up.ts";
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
const usage = `npm run bench -- [flags]
  --work TEXT   works whose name contains TEXT; all when absent
  --rounds N    runs of each; five when absent
  --peers       the peers of the README beside it, in the same minutes
  --json        the table as JSON and nothing else
  --accept      the table becomes the baseline; of all works alone`;

/** Several runs of the bench in `file`, each in a new process. */
function measured(file: string, work: Work, size: number, rounds: number): Repeated {
  const runs = Array.from({ length: rounds }, () => {
    const text = execFileSync(process.execPath, [file, "--one", work.name, String(size)]).toString();
    return JSON.parse(text) as Measured;
  });
  runs.sort((a, b) => a.seconds - b.seconds);
  return { ...runs[rounds >> 1]!, secondsLeast: runs[0]!.seconds, secondsMost: runs[rounds - 1]!.seconds };
}

/** Rows of `chosen` works as they are measured. */
function* table(file: string, chosen: readonly Work[], rounds: number, withPeers: boolean): Generator<Row> {
  const baseline: Row[] = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, "utf8")).rows : [];
  const peerRates = withPeers ? peers() : {};
  for (const work of chosen) {
    const known: { size: number; seconds: number }[] = [];
    for (const size of work.sizes) {
      const found = measured(file, work, size, rounds);
      const accepted = baseline.find((row) => row.work === work.name && row.size === size);
      const growthFrom = (from: { size: number; seconds: number } | undefined) =>
        from ? Math.log(found.seconds / from.seconds) / Math.log(size / from.size) : null;
      const growth = growthFrom(known[known.length - 1]);
      const isLast = size === work.sizes[work.sizes.length - 1];
      const growthOverAll = isLast ? growthFrom(known[0]) : null;
      known.push({ size, seconds: found.seconds });
      const peerRate = peerRates[work.name]?.(size);
      yield {
        work: work.name,
        size,
        unit: work.unit,
        ...found,
        toBaseline: accepted ? found.perSecond / accepted.perSecond : null,
        growth,
        growthOverAll,
        toPeer: peerRate ? found.perSecond / peerRate : null,
      };
    }
  }
}

const columns = [
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

/** A line of the table. */
function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(40)} ${cells.map((each) => each.padStart(11)).join(" ")}`;
}

/** The line of `row`. */
function lineOf(row: Row): string {
  const cell = (value: number | null) => (value === null ? "-" : value.toFixed(2));
  return line(row.work, [
    row.size.toLocaleString("en"),
    row.perSecond >= 100 ? Math.round(row.perSecond).toLocaleString("en") : row.perSecond.toPrecision(3),
    row.seconds.toFixed(3),
    row.secondsLeast.toFixed(3),
    row.secondsMost.toFixed(3),
    (row.peakBytes / 1e6).toFixed(0),
    cell(row.toBaseline),
    cell(row.growth),
    cell(row.growthOverAll),
    cell(row.toPeer),
  ]);
}

/** What was asked for; on what is not understood, says what is, and exits 2. */
function asked() {
  try {
    const { values } = parseArgs({
      options: {
        work: { type: "string" },
        rounds: { type: "string", default: "5" },
        peers: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        accept: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const { work: wanted = "" } = values;
    const rounds = Number(values.rounds);
    const chosen = works.filter(({ name }) => name.includes(wanted));
    if (!(rounds >= 1 && Number.isInteger(rounds)))
      throw new Error(`--rounds ${values.rounds}: a whole count`);
    if (chosen.length === 0)
      throw new Error(`--work ${wanted}: one of\n${works.map(({ name }) => name).join("\n")}`);
    if (values.accept && chosen.length < works.length) throw new Error("--accept: without --work");
    return { ...values, rounds, chosen };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

const [first, name, size] = process.argv.slice(2);
if (first === "--one") {
  prepareStart(["run"]);
  const work = works.find((each) => each.name === name) as Work;
  console.log(JSON.stringify(measure(work, Number(size))));
} else {
  const { chosen, rounds, ...flags } = asked();
  if (flags.help) {
    console.log(usage);
    process.exit();
  }
  const load = Math.round(loadavg()[0]!);
  const machine = { cpu: cpus()[0]!.model, cores: cpus().length, node: process.version, load };
  if (!flags.json) console.log(line("", columns));
  const rows: Row[] = [];
  for (const row of table(await bundled(), chosen, rounds, flags.peers)) {
    rows.push(row);
    if (!flags.json) console.log(lineOf(row));
  }
  const json = `${JSON.stringify({ machine, rows }, null, 2)}\n`;
  if (flags.accept) writeFileSync(baselineFile, json);
  if (flags.json) process.stdout.write(json);
}
