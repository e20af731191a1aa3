/** Figures of a catalog entry that nobody has published: what a result that rests on them must say. */
import type { FigureSource } from "../base/figure.ts";
import type { Instance } from "./instance.ts";

/** Of the figures at `paths` (`chip.memory.bandwidth`), those assumed or recalled, a text each. */
export function doubtfulFigures(instance: Instance, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const [owner, ...rest] = path.split(".");
    const of = owner === "chip" ? instance.chip : instance;
    const name = rest.join(".");
    const figure = of.sources[name] as FigureSource | undefined;
    const isDoubtful = figure?.status === "assumed" || figure?.status === "recalled";
    return isDoubtful ? [`${of.name} ${name} is ${figure.status}: ${figure.source}`] : [];
  });
}
