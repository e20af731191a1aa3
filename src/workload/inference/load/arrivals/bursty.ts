/**
 * Bursts (a Markov-modulated Poisson process of two states): users come at `rate`, and during bursts at `burstRate`; quiet
 * and burst times are exponential. The mean rate is (rate x quiet + burstRate x burst) / (quiet + burst).
 */
import { randomExponential } from "d3-random";
import { rate, time } from "../../../../base/quantity.ts";
import { defineArrivals, openLoop } from "./arrival-process.ts";

export const bursty = defineArrivals({
  name: "bursty",
  help: "quiet times and bursts of random length, Poisson within each (MMPP)",
  options: {
    rate: rate({ positive: true }).meta({ description: "In quiet times." }),
    burstRate: rate({ positive: true }).meta({ description: "In bursts." }),
    quiet: time({ positive: true }).meta({ description: "Mean length of a quiet time." }),
    burst: time({ positive: true }).meta({ description: "Mean length of a burst." }),
  },
  create: (options, { random }) => {
    const unit = randomExponential.source(random)(1);
    let isBurst = false;
    let endsNs = unit() * options.quiet;
    return openLoop((nowNs) => {
      let at = nowNs;
      for (;;) {
        // Exponential times have no memory, so a draw that passes the end of the state is drawn again from there.
        const next = at + unit() / (isBurst ? options.burstRate : options.rate);
        if (next <= endsNs) return next - nowNs;
        at = endsNs;
        isBurst = !isBurst;
        endsNs += unit() * (isBurst ? options.burst : options.quiet);
      }
    });
  },
});
