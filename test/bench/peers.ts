/** Peers measured beside the simulator, built where their tools are installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const source = new URL("peers/hold.cpp", import.meta.url).pathname;

/** Events/s of the hold model in C++ by pending events; undefined where there is no compiler. */
export function holdPeer(): ((pending: number) => number) | undefined {
  if (spawnSync("g++", ["--version"]).status !== 0) return undefined;
  const program = join(mkdtempSync(join(tmpdir(), "trnsim-bench-")), "hold");
  execFileSync("g++", ["-O2", "-o", program, source]);
  return (pending) => Number.parseFloat(execFileSync(program, [String(pending), "2000000"]).toString());
}
