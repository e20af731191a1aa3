/** What would help, found by trying: changes of one setting, and where none is enough, of two or three together. */

/** What was changed, in words, and what it made of the start. */
export interface Change<State> {
  text: string;
  state: State;
}

/** A setting, with what may stand there instead; the mildest change first. */
export type Setting<State> = (from: State) => readonly Change<State>[];

/** Settings that are changed together at most. */
const togetherMost = 3;
/** Ways that are told where no single one is enough. */
const waysMost = 3;

/**
 * The fewest changes of `start` with which it `holds`, each way in words: of several values of a setting the mildest that does,
 * beside the strongest of the others. Empty where no `togetherMost` settings are enough.
 */
export function remedies<State>(
  start: State,
  settings: readonly Setting<State>[],
  holds: (state: State) => boolean,
): string[] {
  for (let together = 1; together <= togetherMost; together++) {
    const ways = waysOf(start, settings, together, holds);
    if (ways.length > 0) return together === 1 ? ways : ways.slice(0, waysMost);
  }
  return [];
}

/** Ways of exactly `together` settings, in their order. */
function waysOf<State>(
  start: State,
  settings: readonly Setting<State>[],
  together: number,
  holds: (state: State) => boolean,
): string[] {
  return settings.flatMap((setting, index) => {
    const changes = setting(start);
    if (together === 1) return changes.find(({ state }) => holds(state))?.text ?? [];
    const strongest = changes.at(-1);
    if (strongest === undefined) return [];
    const others = waysOf(strongest.state, settings.slice(index + 1), together - 1, holds);
    return others.map((text) => `${strongest.text} with ${text}`);
  });
}
