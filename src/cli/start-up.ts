/**
 * How much V8 spends on making code fast before it knows whether that pays. Most commands are over in a second, and of that a
 * third went into optimising functions that were called no more: Node 22 keeps compiled code for the next start, Node 20 is
 * told to look longer before it optimises. Measured with Node 20, CPU time: an estimate 1.21 -> .89 s, the quickstart
 * scenario 2.71 -> 2.08 s; a run of 100,000 requests takes 5 % more.
 *
 * And how much garbage it lets pile up: requests live long enough to be taken for lasting, and a heap may grow to four times what
 * is alive before that is looked through. With twice, 1.5 M requests on 1,000 replicas take 237 MB in place of 304 and as much
 * CPU time, a fleet of 80,000 chips 682 MB in place of 1,086 and 8 % more.
 */
import * as nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode that a function runs before V8 looks at it again; 66 KiB by itself. */
const budgetBytes = { short: 1_000_000, usual: 400_000 };

/** By how much the heap may grow over what is alive, percent. */
const growthPercent = 100;

/** Commands that answer from what is known, or from one short simulation. */
const shortCommands = ["estimate", "catalog", "topology", "schema", "init"];

/** Sets V8 up for the command line `args`, before most of the program is loaded. */
export function prepareStart(args: readonly string[]): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: () => void };
  if (enableCompileCache !== undefined) {
    enableCompileCache();
    return;
  }
  const { short, usual } = budgetBytes;
  setFlagsFromString(`--interrupt-budget=${shortCommands.includes(args[0] ?? "") ? short : usual}`);
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
