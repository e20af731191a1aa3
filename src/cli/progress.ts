/**
 * Progress of a long command on stderr: on a terminal a bar with the time left, once a second has passed; elsewhere a line every
 * ten seconds, so that a log tells that it goes on.
 */
import { SingleBar } from "cli-progress";
import { formatTime } from "../base/units.ts";

const quietMs = 1000;
const lineMs = 10_000;

/** Work that is counted. */
export interface Progress {
  /** `done` of the total are done. */
  update(done: number): void;
  stop(): void;
}

/** Lines of a log, none in the first seconds. */
function lines(total: number, what: string): Progress {
  const start = performance.now();
  let told = start;
  return {
    update(done) {
      const now = performance.now();
      if (now - told < lineMs || done >= total) return;
      told = now;
      const left =
        done > 0 ? `, about ${formatTime(((now - start) / done) * (total - done) * 1e6)} left` : "";
      process.stderr.write(`${done} of ${total} ${what}${left}\n`);
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
    update(done) {
      if (bar === undefined && performance.now() - start > quietMs && done < total) {
        bar = new SingleBar({
          format: `{bar} {value} of {total} ${what}, {eta_formatted} left`,
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
        });
        bar.start(total, done);
      }
      bar?.update(done);
    },
    stop: () => bar?.stop(),
  };
}
