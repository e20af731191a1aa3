/** Peers measured beside the simulator, built where their tools are installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Pieces a second of CPU time that a peer does at a size; undefined where it is not installed. */
export type PeerRate = ((size: number) => number) | undefined;

/** A program of `peers/` in C++; what it is called with after the size. */
function program(name: string, ...more: string[]): PeerRate {
  if (spawnSync("g++", ["--version"]).status !== 0) return undefined;
  const source = new URL(`peers/${name}.cpp`, import.meta.url).pathname;
  const file = join(mkdtempSync(join(tmpdir(), "trnsim-bench-")), name);
  execFileSync("g++", ["-O2", "-o", file, source]);
  return (size) => Number.parseFloat(execFileSync(file, [String(size), ...more]).toString());
}

/** The peers by the name of the work that they do. */
export function peers(): Readonly<Record<string, PeerRate>> {
  return {
    "hold model, pending events": program("hold", "2000000"),
    "M/M/1, customers": program("mm1"),
    "M/M/1 by scripts, customers": program("mm1"),
  };
}
