/**
 * Which instance somebody means who names a family (`trn2`) or a chip (`H100`, `8 x A100`, `Trainium2`): the one with the most of
 * its chips, an UltraServer only where no instance has them. For messages alone.
 */
import { namesIn } from "../base/named-list.ts";
import { nearest } from "../base/nearest.ts";
import type { Chip } from "./chip.ts";
import type { Instance } from "./instance.ts";

/** What may be meant. */
interface Hardware {
  chips: readonly Chip[];
  instances: readonly Instance[];
}

/** The instances that `word` may mean, the likeliest first; none where it names neither a family nor a chip. */
export function meantInstances(word: string, { instances, chips }: Hardware): string[] {
  const asked = plain(word.replace(/^\s*\d+\s*x\s*|\b(aws|nvidia|amd|google)\b/gi, ""));
  const family = namesIn(instances).filter((name) => plain(name.split(".")[0] ?? "") === asked);
  const names = namesIn(chips);
  const exact = names.filter((name) => plain(name) === asked);
  // `A100` comes with 40 and with 80 GB; the start of a word may mean anything.
  const variants = asked.length < 2 ? [] : names.filter((name) => plain(name.split("-")[0] ?? "") === asked);
  const meant = exact.length > 0 ? exact : variants;
  const having = instances.filter(({ name, chip }) => family.includes(name) || meant.includes(chip.name));
  const isUltraServer = ({ name }: { name: string }) => Number(/ultraserver/.test(name));
  return having
    .sort((a, b) => isUltraServer(a) - isUltraServer(b) || b.chips - a.chips)
    .map(({ name }) => name);
}

/** The instance that `word` is nearest to: what it means, else what is spelt most like it. */
export function nearestInstance(word: string, catalog: Hardware): string | undefined {
  return meantInstances(word, catalog)[0] ?? nearest(word, namesIn(catalog.instances));
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
