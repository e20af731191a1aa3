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

/** The words of work of `total` pieces called `what` that begins now. */
function tellingOf(total: number, what: string) {
  const start = performance.now();
  return {
    elapsedMs: () => performance.now() - start,
    /** `3 of 8 scenarios, simulated 4 min of about 10 min, about 20 s left`. */
    text(done: number, detail?: string): string {
      const more = detail === undefined ? "" : `, ${detail}`;
      const leftMs = ((performance.now() - start) / done) * (total - done);
      const left = done > 0 && done < total ? `, about ${formatTime(leftMs * 1e6)} left` : "";
      return `${Math.floor(done)} of ${total} ${what}${more}${left}`;
    },
  };
}

/** Lines of a log, none in the first seconds. */
function lines(total: number, what: string): Progress {
  const telling = tellingOf(total, what);
  let toldMs = 0;
  return {
    update(done, detail) {
      if (telling.elapsedMs() - toldMs < lineMs || done >= total) return;
      toldMs = telling.elapsedMs();
      process.stderr.write(`${telling.text(done, detail)}\n`);
    },
    stop: () => {},
  };
}

/** A progress bar for `total` pieces of work called `what`. */
export function startProgress(flags: { quiet?: boolean }, total: number, what: string): Progress {
  if (flags.quiet) return { update: () => {}, stop: () => {} };
  if (process.stderr.isTTY !== true) return lines(total, what);
  const telling = tellingOf(total, what);
  let bar: SingleBar | undefined;
  return {
    update(done, detail) {
      const text = telling.text(done, detail);
      if (bar === undefined && telling.elapsedMs() > quietMs && done < total) {
        bar = new SingleBar({
          format: "{bar} {text}",
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
