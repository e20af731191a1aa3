/** Progress of a long command: a bar with the time left on stderr, only on a terminal and only once a second has passed. */
import { SingleBar } from "cli-progress";

const quietMs = 1000;

/** Work that is counted. */
export interface Progress {
  /** `done` of the total are done. */
  update(done: number): void;
  stop(): void;
}

/** A progress bar for `total` pieces of work called `what`. */
export function startProgress(flags: { quiet?: boolean }, total: number, what: string): Progress {
  if (flags.quiet || process.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
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
