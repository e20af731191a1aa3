/**
 * Flows that share directed links max-min fairly: no flow can get more without taking from one that has less or as much.
 *
 * Progressive filling finds the rates. The link with the smallest fair share (what is left of it / flows not yet fixed)
 * fixes its flows at that share; they are taken off their other links; repeat. Shares only grow, so a heap of links whose
 * entries may be out of date is enough. Most problems have few levels, and for those a look at every link is cheaper: the
 * heap takes over after the first levels.
 *
 *     two links of 10; flows A on 1, B on 1 and 2, C on 2 twice as wide:   A = B = 5, C = 20 - 5 = 15
 *
 * Incremental: a flow that comes or goes, or a link that changes, can only change rates in its *component*, the flows that
 * share links with it, directly or through others. Only that is solved again, and only flows whose rate did change get a new
 * end. Between changes nothing is touched: what a flow has left is known from its rate and the time of its last change.
 *
 * Layout: one element per (flow, link) in parallel arrays; a flow's elements lie in a row, a link's form a linked list.
 * Slots are used again, so memory is proportional to the flows alive. Cost of a change: O(elements of the component).
 *
 * Rounding: shares within `precision` of each other are one level, and ends within `precision` of a flow's duration one moment,
 * so that what is symmetric stays so. The error of an end is some 1e-12 of the duration, and the last bits of the clock.
 */
import { assert } from "../../base/errors.ts";
import { CompletionHeap } from "./completion-heap.ts";

const none = -1;
const precision = 1e-12;
/** Of a point in time: a few of the last bits of a float. */
const clockPrecision = 2 ** -50;
/** Levels found by looking at every link before the heap takes over. */
const scansMax = 16;

/** The state of all flows and links at a moment. The caller owns the clock and moves it from change to change. */
export class FlowSystem {
  /** Times that rates were worked out. */
  solves = 0;

  readonly #bandwidth: Float64Array;
  readonly #firstOfLink: Int32Array;
  readonly #countOfLink: Int32Array;
  readonly #linkMark: Uint32Array;
  readonly #left: Float64Array;
  readonly #open: Int32Array;
  readonly #share: Float64Array;
  readonly #linkHeap: Int32Array;
  #linkHeapSize = 0;
  readonly #changedLinks: number[] = [];
  readonly #componentLinks: number[] = [];
  readonly #componentFlows: number[] = [];
  #mark = 0;

  #elementFlow = new Int32Array(256);
  #elementLink = new Int32Array(256);
  #elementNext = new Int32Array(256);
  #elementPrevious = new Int32Array(256);
  #elements = 0;
  /** Freed runs of elements by their length. */
  readonly #freeRuns = new Map<number, number[]>();

  #flowFirst = new Int32Array(64);
  #flowLength = new Int32Array(64);
  #flowMark = new Uint32Array(64);
  #rate = new Float64Array(64);
  #nextRate = new Float64Array(64);
  #remaining = new Float64Array(64);
  #updatedNs = new Float64Array(64);
  #startedNs = new Float64Array(64);
  #flows = 0;
  readonly #freeFlows: number[] = [];
  readonly #heap = new CompletionHeap();

  /** Links with their bandwidths, bytes/ns. */
  constructor(linkBytesPerNs: ArrayLike<number>) {
    const links = linkBytesPerNs.length;
    this.#bandwidth = Float64Array.from(linkBytesPerNs);
    this.#firstOfLink = new Int32Array(links).fill(none);
    this.#countOfLink = new Int32Array(links);
    this.#linkMark = new Uint32Array(links);
    this.#left = new Float64Array(links);
    this.#open = new Int32Array(links);
    this.#share = new Float64Array(links);
    this.#linkHeap = new Int32Array(links);
  }

  /** Flows under way. */
  get running(): number {
    return this.#heap.size;
  }

  /** When the first flow ends if nothing changes, ns; Infinity when none does. Call `settle` first. */
  get nextEndNs(): number {
    return this.#heap.size === 0 ? Number.POSITIVE_INFINITY : this.#heap.end(this.#heap.first);
  }

  /** Bandwidth of `link`, bytes/ns. */
  bandwidth(link: number): number {
    return this.#bandwidth[link];
  }

  /** Rate of `flow`, bytes/ns, as of the last `settle`. */
  rate(flow: number): number {
    return this.#rate[flow];
  }

  /** Bytes that `flow` still has to carry at `now`. */
  remaining(flow: number, now: number): number {
    return Math.max(0, this.#remaining[flow] - this.#rate[flow] * (now - this.#updatedNs[flow]));
  }

  /** Adds a flow over at least one link and returns its number; it has no rate before the next `settle`. */
  start(bytes: number, links: ArrayLike<number>, now: number): number {
    const flow = this.#freeFlows.pop() ?? this.#newFlow();
    const length = links.length;
    const first = this.#freeRuns.get(length)?.pop() ?? this.#newRun(length);
    this.#flowFirst[flow] = first;
    this.#flowLength[flow] = length;
    this.#rate[flow] = 0;
    this.#remaining[flow] = bytes;
    this.#updatedNs[flow] = now;
    this.#startedNs[flow] = now;
    for (let index = 0; index < length; index++) {
      const link = links[index];
      const element = first + index;
      const next = this.#firstOfLink[link];
      this.#elementFlow[element] = flow;
      this.#elementLink[element] = link;
      this.#elementNext[element] = next;
      this.#elementPrevious[element] = none;
      if (next !== none) this.#elementPrevious[next] = element;
      this.#firstOfLink[link] = element;
      this.#countOfLink[link]++;
    }
    this.#changedLinks.push(links[0]);
    this.#heap.set(flow, Number.POSITIVE_INFINITY);
    return flow;
  }

  /** Takes `flow` out, finished or not; its number may be used again. */
  stop(flow: number): void {
    const first = this.#flowFirst[flow];
    const length = this.#flowLength[flow];
    for (let element = first; element < first + length; element++) {
      const link = this.#elementLink[element];
      const next = this.#elementNext[element];
      const previous = this.#elementPrevious[element];
      if (previous === none) this.#firstOfLink[link] = next;
      else this.#elementNext[previous] = next;
      if (next !== none) this.#elementPrevious[next] = previous;
      this.#countOfLink[link]--;
      this.#changedLinks.push(link);
    }
    this.#heap.remove(flow);
    this.#freeFlows.push(flow);
    const runs = this.#freeRuns.get(length);
    if (runs === undefined) this.#freeRuns.set(length, [first]);
    else runs.push(first);
  }

  /** Changes the bandwidth of `link`; zero = the link is down and its flows wait. */
  setBandwidth(link: number, bytesPerNs: number): void {
    this.#bandwidth[link] = bytesPerNs;
    this.#changedLinks.push(link);
  }

  /** The next flow that has ended by `now`, still to be stopped; -1 when none has. */
  ended(now: number): number {
    if (this.#heap.size === 0) return none;
    const { first } = this.#heap;
    const end = this.#heap.end(first);
    if (end === Number.POSITIVE_INFINITY) return none;
    const rounding = precision * (end - this.#startedNs[first]) + clockPrecision * now;
    return end <= now || end - now <= rounding ? first : none;
  }

  /** Works out the rates in the components that changed since the last time; O(1) when nothing did. */
  settle(now: number): void {
    if (this.#changedLinks.length === 0) return;
    this.#collectComponent();
    if (this.#componentFlows.length === 0) return;
    this.solves++;
    this.#fill();
    this.#applyRates(now);
  }

  #collectComponent(): void {
    const mark = ++this.#mark;
    const links = this.#componentLinks;
    const flows = this.#componentFlows;
    links.length = 0;
    flows.length = 0;
    for (const link of this.#changedLinks) {
      if (this.#linkMark[link] !== mark && this.#countOfLink[link] > 0) {
        this.#linkMark[link] = mark;
        links.push(link);
      }
    }
    this.#changedLinks.length = 0;
    // Fields of hot loops are held in locals: a private field costs a look-up before the loop is compiled.
    const flowMark = this.#flowMark;
    const linkMark = this.#linkMark;
    const flowFirst = this.#flowFirst;
    const flowLength = this.#flowLength;
    const elementFlow = this.#elementFlow;
    const elementLink = this.#elementLink;
    const elementNext = this.#elementNext;
    for (let index = 0; index < links.length; index++) {
      let element = this.#firstOfLink[links[index]];
      for (; element !== none; element = elementNext[element]) {
        const flow = elementFlow[element];
        if (flowMark[flow] === mark) continue;
        flowMark[flow] = mark;
        flows.push(flow);
        const first = flowFirst[flow];
        const end = first + flowLength[flow];
        for (let other = first; other < end; other++) {
          const link = elementLink[other];
          if (linkMark[link] === mark) continue;
          linkMark[link] = mark;
          links.push(link);
        }
      }
    }
  }

  /** Progressive filling over the component, into `#nextRate`. */
  #fill(): void {
    const flows = this.#componentFlows;
    const nextRate = this.#nextRate;
    for (const flow of flows) nextRate[flow] = none;
    const bandwidth = this.#bandwidth;
    const counts = this.#countOfLink;
    const left = this.#left;
    const opens = this.#open;
    const shares = this.#share;
    const heap = this.#linkHeap;
    let size = 0;
    for (const link of this.#componentLinks) {
      left[link] = bandwidth[link];
      opens[link] = counts[link];
      heap[size++] = link;
    }
    let level = 0;
    let fixed = 0;
    for (let round = 0; round < scansMax && fixed < flows.length; round++) {
      let least = Number.POSITIVE_INFINITY;
      let live = 0;
      for (let place = 0; place < size; place++) {
        const link = heap[place];
        if (opens[link] === 0) continue;
        const share = Math.max(0, left[link] / opens[link]);
        shares[link] = share;
        if (share < least) least = share;
        heap[live++] = link;
      }
      size = live;
      if (least > level * (1 + precision)) level = least;
      const reach = level * (1 + precision);
      for (let place = 0; place < size; place++) {
        const link = heap[place];
        if (shares[link] <= reach && opens[link] > 0) fixed += this.#fixFlowsOf(link, level);
      }
    }
    if (fixed === flows.length) return;
    this.#linkHeapSize = size;
    for (let place = (size >> 1) - 1; place >= 0; place--) this.#sink(place);
    while (fixed < flows.length) {
      assert(this.#linkHeapSize > 0, "a flow is on no link of its component");
      const link = heap[0];
      const open = opens[link];
      const share = open === 0 ? Number.POSITIVE_INFINITY : Math.max(0, left[link] / open);
      if (open > 0 && share <= Math.max(level, shares[link]) * (1 + precision)) {
        if (share > level * (1 + precision)) level = share;
        fixed += this.#fixFlowsOf(link, level);
        this.#dropFirst();
      } else if (open === 0) {
        this.#dropFirst();
      } else {
        shares[link] = share;
        this.#sink(0);
      }
    }
  }

  #fixFlowsOf(bottleneck: number, rate: number): number {
    const nextRate = this.#nextRate;
    const left = this.#left;
    const open = this.#open;
    const elementFlow = this.#elementFlow;
    const elementLink = this.#elementLink;
    const elementNext = this.#elementNext;
    let fixed = 0;
    let element = this.#firstOfLink[bottleneck];
    for (; element !== none; element = elementNext[element]) {
      const flow = elementFlow[element];
      if (nextRate[flow] !== none) continue;
      nextRate[flow] = rate;
      fixed++;
      const first = this.#flowFirst[flow];
      const end = first + this.#flowLength[flow];
      for (let other = first; other < end; other++) {
        const link = elementLink[other];
        left[link] -= rate;
        open[link]--;
      }
    }
    return fixed;
  }

  #applyRates(now: number): void {
    const flows = this.#componentFlows;
    const rates = this.#rate;
    const nextRates = this.#nextRate;
    const remaining = this.#remaining;
    const updatedNs = this.#updatedNs;
    let changed = 0;
    for (const flow of flows) {
      const before = rates[flow];
      if (Math.abs(nextRates[flow] - before) > precision * before || before === 0) flows[changed++] = flow;
    }
    const most = changed * 4 > this.#heap.size;
    for (let index = 0; index < changed; index++) {
      const flow = flows[index];
      const rate = nextRates[flow];
      const left = Math.max(0, remaining[flow] - rates[flow] * (now - updatedNs[flow]));
      remaining[flow] = left;
      updatedNs[flow] = now;
      rates[flow] = rate;
      const end = rate > 0 ? now + left / rate : Number.POSITIVE_INFINITY;
      if (most) this.#heap.setLater(flow, end);
      else this.#heap.set(flow, end);
    }
    if (most) this.#heap.reorder();
  }

  #sink(start: number): void {
    const heap = this.#linkHeap;
    const shares = this.#share;
    const size = this.#linkHeapSize;
    const link = heap[start];
    const share = shares[link];
    let at = start;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && shares[heap[child + 1]] < shares[heap[child]]) child++;
      if (shares[heap[child]] >= share) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = link;
  }

  #dropFirst(): void {
    this.#linkHeap[0] = this.#linkHeap[--this.#linkHeapSize];
    if (this.#linkHeapSize > 0) this.#sink(0);
  }

  #newFlow(): number {
    if (this.#flows === this.#rate.length) {
      this.#flowFirst = widened(this.#flowFirst, new Int32Array(2 * this.#flows));
      this.#flowLength = widened(this.#flowLength, new Int32Array(2 * this.#flows));
      this.#flowMark = widened(this.#flowMark, new Uint32Array(2 * this.#flows));
      this.#rate = widened(this.#rate, new Float64Array(2 * this.#flows));
      this.#nextRate = widened(this.#nextRate, new Float64Array(2 * this.#flows));
      this.#remaining = widened(this.#remaining, new Float64Array(2 * this.#flows));
      this.#updatedNs = widened(this.#updatedNs, new Float64Array(2 * this.#flows));
      this.#startedNs = widened(this.#startedNs, new Float64Array(2 * this.#flows));
    }
    this.#heap.grow(this.#flows + 1);
    return this.#flows++;
  }

  #newRun(length: number): number {
    while (this.#elements + length > this.#elementFlow.length) {
      const wide = 2 * this.#elementFlow.length;
      this.#elementFlow = widened(this.#elementFlow, new Int32Array(wide));
      this.#elementLink = widened(this.#elementLink, new Int32Array(wide));
      this.#elementNext = widened(this.#elementNext, new Int32Array(wide));
      this.#elementPrevious = widened(this.#elementPrevious, new Int32Array(wide));
    }
    this.#elements += length;
    return this.#elements - length;
  }
}

function widened<Numbers extends Int32Array | Uint32Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}
