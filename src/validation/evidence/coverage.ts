/** The span of configurations that rows cover: chips, models, sizes, ranks, batches, lengths, experts, formats, layers. */
import { extent } from "d3-array";
import type { Coverage } from "../../timing/coverage.ts";
import type { Situation } from "../../timing/situation.ts";

/** What the known ones of `situations` cover. */
export function coverageOf(situations: readonly (Situation | undefined)[]): Coverage {
  const known = situations.flatMap((situation) => situation ?? []);
  const names = (of: (situation: Situation) => string | readonly string[] | undefined) =>
    [...new Set(known.flatMap((situation) => of(situation) ?? []))].sort();
  const span = (of: (situation: Situation) => number | undefined) => {
    const [least, most] = extent(known, of);
    return least === undefined || most === undefined ? undefined : ([least, most] as const);
  };
  return {
    chips: names(({ chip }) => chip),
    models: names(({ model }) => model),
    parameters: span(({ parameters }) => parameters && parameters / 1e9),
    tensor: span(({ tensor }) => tensor),
    batch: span(({ batch }) => batch),
    tokens: span(({ tokens }) => tokens),
    expertCount: span(({ experts }) => experts?.count),
    expertWidth: span(({ experts }) => experts?.width),
    weights: names(({ weights }) => weights),
    kinds: names(({ kinds }) => kinds),
    features: names(({ features }) => features),
  };
}
