/** Catalog entries as YAML to paste into a scenario: the same keys and units, the source of each figure as a comment. */
import { Document, isMap, isScalar, type Pair } from "yaml";
import type { WrittenEntry } from "../../hardware/written-form.ts";

/** What a scenario writes for `entry`. */
export function entryYaml({ below, value, sources }: WrittenEntry): string {
  const document = new Document(value);
  for (const { keys, source } of sources) {
    const holder = document.getIn(keys.slice(0, -1));
    const isIt = ({ key }: Pair) => isScalar(key) && key.value === keys.at(-1);
    const figure = isMap(holder) ? (holder.items as Pair[]).find(isIt)?.value : undefined;
    // Lists stand in one line, so that the comment follows them.
    if (figure) Object.assign(figure, { comment: ` ${source.status}: ${source.source}`, flow: true });
  }
  return `# below ${below}\n${document.toString({ lineWidth: 0 }).trimEnd()}`;
}
