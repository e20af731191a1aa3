/**
 * Progress of a long command on stderr: on a terminal a bar with the time left, once a second has passed; elsewhere a line every
 * ten seconds, so that a log tells that it goes on.
 */
import { SingleBar } from "cli-progress";
import { formatTime } from "../base/units.ts";
import type { RunPause } from "../simulation/watched.ts";

const quietMs = 1000;
const lineMs = 10_000;

/** Work that is counted. */
export interface Progress {
  /** `done` of the total are done, a part of one among them; `detail` says more of that one. */
  update(done: number, detail?: string): void;
  stop(): void;
}

/** `3 of 8 scenarios, simulated 4 min of about 10 min`. */
function countText(done: number, total: number, what: string, detail?: string): string {
  return `${Math.floor(done)} of ${total} ${what}${detail === undefined ? "" : `, ${detail}`}`;
}

/** Lines of a log, none in the first seconds. */
function lines(total: number, what: string): Progress {
  const start = performance.now();
  let told = start;
  return {
    update(done, detail) {
      const now = performance.now();
      if (now - told < lineMs || done >= total) return;
      told = now;
      const left =
        done > 0 ? `, about ${formatTime(((now - start) / done) * (total - done) * 1e6)} left` : "";
      process.stderr.write(`${countText(done, total, what, detail)}${left}\n`);
    },
    stop: () => {},
  };
}

/** A progress bar for `total` pieces of work called `what`. */
export function startProgress(flags: { quiet?: boolean }, total: number, what: string): Progress {
  if (flags.quiet) return { update: () => {}, stop: () => {} };
  if (process.stderr.isTTY !== true) return lines(total, what);
  const start = performance.now();
  let bar: SingleBar | undefined;
  return {
    update(done, detail) {
      const text = countText(done, total, what, detail);
      if (bar === undefined && performance.now() - start > quietMs && done < total) {
        bar = new SingleBar({
          format: "{bar} {text}, {eta_formatted} left",
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
        });
        bar.start(total, done, { text });
      }
      bar?.update(done, { text });
    },
    stop: () => bar?.stop(),
  };
}

/** Tells `progress`, with `done` pieces done, how far the run is that is the next piece. */
export function updateWithin(progress: Progress, done: number, pause: RunPause): void {
  const [part, detail] = runProgress(pause);
  progress.update(done + part, detail);
}

/** How far a run is as `Progress` takes it: the part of it that is done, and that in words. */
export function runProgress({ nowNs, endNs }: RunPause): [number, string] {
  const simulated = `simulated ${formatTime(nowNs)}`;
  if (endNs === undefined) return [0, simulated];
  return [Math.min(0.99, nowNs / endNs), `${simulated} of about ${formatTime(endNs)}`];
}
