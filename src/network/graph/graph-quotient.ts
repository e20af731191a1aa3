/**
 * Tracks that do the same side by side are one, and so are links that carry the same: the two directions of a ring, the orders
 * of a torus whose sides are equal, the rings that leave an instance through one card each. Classes of tracks and of links are
 * an equitable partition, found by refining: links are alike at first where they are equally wide, tracks where their units
 * are equal, and then apart wherever
 *
 *     links of a class do not get the same sum from each unit of each class of tracks
 *     tracks of a class do not use the same classes of links in each unit
 *
 * Tracks of a class then go on in step: give each the rate that one has when all are; every one has, as that one does, a full
 * link on which nobody goes further, and max-min fair rates are the only ones of which that is true. So a graph of one track a
 * class, on one link a class that carries the sum, takes the same time. Sums are compared to twelve digits.
 */
import { linkOf } from "../link.ts";
import { ExchangeGraph, type TransferClass } from "./exchange-graph.ts";
import { LinkFold } from "./link-fold.ts";

/** What a class of transfers of one track puts on links of one kind. */
interface Entry {
  track: number;
  /** Number of the class in its track, the same in tracks of equal units. */
  slot: number;
  kind: number;
  fraction: number;
}

/** The class of each track and of each kind of links. */
interface Classes {
  trackClass: ReadonlyMap<number, number>;
  kindClass: ReadonlyMap<number, number>;
}

/** `graph` with one track and one link of each class. */
export function quotientOf(graph: ExchangeGraph): ExchangeGraph {
  const { topology, tracks } = graph;
  const fold = new LinkFold(topology);
  for (const transfers of graph.classes) fold.split(transfers);
  /** Of each kind of links, the first that was met. */
  const linkOfKind = new Map<number, number>();
  const entries: Entry[] = [];
  for (const [track, classes] of classesOf(graph).entries()) {
    for (const [slot, transfers] of classes.entries())
      for (const [kind, fraction] of onKinds(transfers, fold, linkOfKind))
        entries.push({ track, slot, kind, fraction });
  }
  const bandwidthOf = (kind: number) => linkOf(topology, linkOfKind.get(kind) as number).bandwidth;
  const { trackClass, kindClass } = refined(
    entries,
    numbered(tracks.keys(), (track) => signatureOf(graph, track)),
    numbered(linkOfKind.keys(), bandwidthOf),
  );
  const firstTrack = firstOf(trackClass);
  const firstKind = firstOf(kindClass);
  /** By class of tracks and slot, what all its tracks put on the first kind of each class of kinds. */
  const sums = new Map<string, Map<number, number>>();
  for (const { track, slot, kind, fraction } of entries) {
    const key = `${trackClass.get(track)} ${slot}`;
    const loads = sums.get(key) ?? new Map<number, number>();
    sums.set(key, loads);
    if (firstKind.get(kindClass.get(kind) as number) !== kind) continue;
    const link = linkOfKind.get(kind) as number;
    loads.set(link, (loads.get(link) ?? 0) + fraction);
  }
  const quotient = [...firstTrack].map(([alike, track]) => {
    let slot = 0;
    const merged = (transfers: TransferClass): TransferClass => {
      const loads = sums.get(`${alike} ${slot++}`) ?? new Map<number, number>();
      return {
        ...transfers,
        links: Int32Array.from(loads.keys()),
        fractions: Float64Array.from(loads.values()),
      };
    };
    return tracks[track]!.map(({ units, delaysFirst }) => ({
      units: units.map((unit) => unit.map(merged)),
      delaysFirst,
    }));
  });
  return new ExchangeGraph(topology, quotient);
}

/** Classes of transfers of each track, in order. */
function classesOf({ tracks }: ExchangeGraph): TransferClass[][] {
  return tracks.map((phases) => phases.flatMap(({ units }) => units.flat()));
}

/** Fractions by kind of link. */
function onKinds(
  { links, fractions }: TransferClass,
  fold: LinkFold,
  linkOfKind: Map<number, number>,
): Map<number, number> {
  const loads = new Map<number, number>();
  for (let place = 0; place < links.length; place++) {
    const link = links[place]!;
    const kind = fold.kindOf(link);
    if (!linkOfKind.has(kind)) linkOfKind.set(kind, link);
    loads.set(kind, fractions[place]!);
  }
  return loads;
}

/** What tracks must have in common: units, and how long each takes alone. */
function signatureOf({ tracks }: ExchangeGraph, track: number): string {
  return JSON.stringify(
    tracks[track]!.map(({ units, delaysFirst }) => [
      delaysFirst,
      units.map((unit) =>
        unit.map(({ longest, nsPerByte, alone }) => [
          rounded(longest),
          rounded(nsPerByte),
          alone.map((line) => line.map(rounded)),
        ]),
      ),
    ]),
  );
}

/** Classes of tracks and kinds, told apart until nothing differs within a class. */
function refined(
  entries: readonly Entry[],
  trackClass: ReadonlyMap<number, number>,
  kindClass: ReadonlyMap<number, number>,
): Classes {
  const counts = countOf(trackClass) + countOf(kindClass);
  const got = new Map<number, Map<string, number>>();
  for (const { track, slot, kind, fraction } of entries) {
    const sums = got.get(kind) ?? new Map<string, number>();
    got.set(kind, sums);
    const from = `${trackClass.get(track)} ${slot}`;
    sums.set(from, (sums.get(from) ?? 0) + fraction);
  }
  const kinds = numbered(kindClass.keys(), (kind) => {
    const sums = [...(got.get(kind) ?? [])].map(([from, sum]) => `${from} ${rounded(sum)}`).sort();
    return `${kindClass.get(kind)}: ${sums.join()}`;
  });
  const uses = new Map<number, Set<string>>();
  for (const { track, slot, kind } of entries) {
    const used = uses.get(track) ?? new Set<string>();
    uses.set(track, used.add(`${slot} ${kinds.get(kind)}`));
  }
  const tracks = numbered(trackClass.keys(), (track) => {
    return `${trackClass.get(track)}: ${[...(uses.get(track) ?? [])].sort().join()}`;
  });
  const isStable = countOf(tracks) + countOf(kinds) === counts;
  return isStable ? { trackClass, kindClass } : refined(entries, tracks, kinds);
}

/** A number for each of `items`, the same where `mark` is. */
function numbered(items: Iterable<number>, mark: (item: number) => string | number): Map<number, number> {
  const numbers = new Map<string | number, number>();
  const classes = new Map<number, number>();
  for (const item of items) {
    const text = mark(item);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    classes.set(item, number);
  }
  return classes;
}

function countOf(classes: ReadonlyMap<number, number>): number {
  return new Set(classes.values()).size;
}

/** The first item of each class. */
function firstOf(classes: ReadonlyMap<number, number>): Map<number, number> {
  const firsts = new Map<number, number>();
  for (const [item, number] of classes) if (!firsts.has(number)) firsts.set(number, item);
  return firsts;
}

function rounded(value: number): string {
  return value.toPrecision(12);
}
