/**
 * Tasks that use several resources at once and share each max-min fairly: no task can go faster without slowing one that is
 * as slow or slower. A resource is anything with a capacity per ns: a directed link, a card, a memory port, host cores, a
 * storage tier. A task has so much *work* to do, and uses an amount of each of its resources per unit of work:
 *
 *     sum over tasks of rate x amount <= capacity       rate <= rateMax       rate = level x weight
 *
 * `weight x amount` is the number of streams that a task has on a resource, so the level is what one stream gets there. A
 * message over a route is the plain case: work in bytes, amount and weight 1, one stream on each of its links.
 *
 * Progressive filling finds the rates. The lowest of all levels, be it a resource's (what is left of it / streams not yet
 * fixed) or a task's own (rateMax / weight), fixes its tasks there; they are taken off their other resources; repeat. Levels
 * of resources only grow, so a heap of them whose entries may be out of date is enough. Most problems have few levels, and
 * for those a look at every resource is cheaper: the heap takes over after the first levels.
 *
 *     two links of 10; messages A on 1, B on 1 and 2, C on 2 twice as wide:   A = B = 5, C = 20 - 5 = 15
 *
 * Incremental: a task that comes or goes, or a resource that changes, can only change rates in its *component*, the tasks
 * that share resources with it, directly or through others. Only that is solved again, and only tasks whose rate did change
 * get a new end. Between changes nothing is touched: what a task has left is known from its rate and its last change.
 *
 * Cost of a change: O(elements of the component), where an element is a task on a resource (`elements.ts`).
 *
 * Rounding: levels within `precision` of each other are one, and ends within `precision` of a task's duration one moment, so
 * that what is symmetric stays so. The error of an end is some 1e-12 of the duration, and the last bits of the clock.
 *
 * One level serves all resources of a task, so what shares a resource must count streams in one currency: bytes do. Engines
 * that compute in FLOPs are servers of one task at a time and stand outside.
 */
import { assert } from "../../base/errors.ts";
import { CompletionHeap } from "./completion-heap.ts";
import { Elements } from "./elements.ts";
import { LevelHeap } from "./level-heap.ts";
import { widened } from "./widened.ts";

/** What a task uses; shared by all tasks of a shape and never changed. */
export interface Usage {
  resources: ArrayLike<number>;
  /** Of each resource, per unit of work; 1 each when absent. */
  amounts?: ArrayLike<number>;
  /** Work per ns and level: streams on a resource = weight x amount; 1 when absent. */
  weight?: number;
  /** Work per ns at most, however free the resources are; no limit when absent. Needed where there are no resources. */
  rateMax?: number | undefined;
}

const none = -1;
const precision = 1e-12;
/** Of a point in time: a few of the last bits of a float. */
const clockPrecision = 2 ** -50;
/** Levels found by looking at every resource before the heap takes over. */
const scansMax = 16;
/** Streams left of those at the start below which they are counted anew instead of trusted. */
const cancelled = 1e-6;

/** The state of all tasks and resources at a moment. The caller owns the clock and moves it from change to change. */
export class SharedResources {
  /** Times that rates were worked out. */
  solves = 0;

  #resources = 0;
  #capacity = new Float64Array(16);
  #resourceMark = new Uint32Array(16);
  #left = new Float64Array(16);
  #open = new Int32Array(16);
  /** Streams of open tasks now, and when filling began. */
  #streams = new Float64Array(16);
  #streamsAtFirst = new Float64Array(16);
  #share = new Float64Array(16);
  readonly #levels = new LevelHeap();
  readonly #changedResources: number[] = [];
  readonly #componentResources: number[] = [];
  readonly #componentTasks: number[] = [];
  /** Tasks of the component with a rate of their own at most, lowest level first. */
  readonly #limited: number[] = [];
  #mark = 0;

  readonly #elements = new Elements();
  #taskFirst = new Int32Array(64);
  #taskLength = new Int32Array(64);
  #taskMark = new Uint32Array(64);
  #weight = new Float64Array(64);
  #rateMax = new Float64Array(64);
  #rate = new Float64Array(64);
  #nextRate = new Float64Array(64);
  #remaining = new Float64Array(64);
  #updatedNs = new Float64Array(64);
  #startedNs = new Float64Array(64);
  #tasks = 0;
  readonly #freeTasks: number[] = [];
  readonly #heap = new CompletionHeap();

  /** Begins with resources of these capacities per ns, numbered from 0. */
  constructor(capacities: ArrayLike<number> = []) {
    for (let index = 0; index < capacities.length; index++) this.add(capacities[index]!);
  }

  /** Adds a resource and returns its number. */
  add(capacity: number): number {
    if (this.#resources === this.#capacity.length) {
      const wide = 2 * this.#resources;
      this.#capacity = widened(this.#capacity, new Float64Array(wide));
      this.#resourceMark = widened(this.#resourceMark, new Uint32Array(wide));
      this.#left = new Float64Array(wide);
      this.#open = new Int32Array(wide);
      this.#streams = new Float64Array(wide);
      this.#streamsAtFirst = new Float64Array(wide);
      this.#share = new Float64Array(wide);
    }
    this.#capacity[this.#resources] = capacity;
    this.#elements.addResource();
    return this.#resources++;
  }

  /** Tasks under way. */
  get running(): number {
    return this.#heap.size;
  }

  /** When the first task ends if nothing changes, ns; Infinity when none does. Call `settle` first. */
  get nextEndNs(): number {
    return this.#heap.size === 0 ? Number.POSITIVE_INFINITY : this.#heap.end(this.#heap.first);
  }

  /** Capacity of `resource` per ns. */
  capacity(resource: number): number {
    return this.#capacity[resource]!;
  }

  /** What the tasks under way take of `resource` per ns, as of the last `settle`. */
  load(resource: number): number {
    let load = 0;
    const { firstOf, task, amount, next } = this.#elements;
    for (let element = firstOf[resource]!; element !== none; element = next[element]!) {
      load += this.#rate[task[element]!]! * amount[element]!;
    }
    return load;
  }

  /** Rate of `task`, work/ns, as of the last `settle`. */
  rate(task: number): number {
    return this.#rate[task]!;
  }

  /** Work that `task` still has to do at `now`. */
  remaining(task: number, now: number): number {
    return Math.max(0, this.#remaining[task]! - this.#rate[task]! * (now - this.#updatedNs[task]!));
  }

  /** Adds a task and returns its number; it has no rate before the next `settle`. */
  start(work: number, usage: Usage, now: number): number {
    const { resources, amounts, weight = 1, rateMax = Number.POSITIVE_INFINITY } = usage;
    const task = this.#freeTasks.pop() ?? this.#newTask();
    const length = resources.length;
    this.#taskFirst[task] = this.#elements.link(task, resources, amounts);
    this.#taskLength[task] = length;
    this.#weight[task] = weight;
    this.#rateMax[task] = rateMax;
    this.#rate[task] = 0;
    this.#remaining[task] = work;
    this.#updatedNs[task] = now;
    this.#startedNs[task] = now;
    if (length > 0) {
      this.#changedResources.push(resources[0]!);
      this.#heap.set(task, Number.POSITIVE_INFINITY);
    } else {
      assert(rateMax < Number.POSITIVE_INFINITY, "a task without resources needs a rate of its own");
      this.#rate[task] = rateMax;
      this.#heap.set(task, now + work / rateMax);
    }
    return task;
  }

  /** Takes `task` out, finished or not; its number may be used again. */
  stop(task: number): void {
    this.#elements.unlink(this.#taskFirst[task]!, this.#taskLength[task]!, this.#changedResources);
    this.#heap.remove(task);
    this.#freeTasks.push(task);
  }

  /** Changes the capacity of `resource`; zero = it is down and its tasks wait. */
  setCapacity(resource: number, capacity: number): void {
    this.#capacity[resource] = capacity;
    this.#changedResources.push(resource);
  }

  /** The next task that has ended by `now`, still to be stopped; -1 when none has. */
  ended(now: number): number {
    if (this.#heap.size === 0) return none;
    const { first } = this.#heap;
    const end = this.#heap.end(first);
    if (end === Number.POSITIVE_INFINITY) return none;
    const rounding = precision * (end - this.#startedNs[first]!) + clockPrecision * now;
    return end <= now || end - now <= rounding ? first : none;
  }

  /** Works out the rates in the components that changed since the last time; O(1) when nothing did. */
  settle(now: number): void {
    if (this.#changedResources.length === 0) return;
    this.#collectComponent();
    if (this.#componentTasks.length === 0) return;
    this.solves++;
    this.#fill();
    this.#applyRates(now);
  }

  #collectComponent(): void {
    const mark = ++this.#mark;
    const resources = this.#componentResources;
    const tasks = this.#componentTasks;
    const limited = this.#limited;
    resources.length = 0;
    tasks.length = 0;
    limited.length = 0;
    const { countOf } = this.#elements;
    for (const resource of this.#changedResources) {
      if (this.#resourceMark[resource] !== mark && countOf[resource]! > 0) {
        this.#resourceMark[resource] = mark;
        resources.push(resource);
      }
    }
    this.#changedResources.length = 0;
    // Fields of hot loops are held in locals: a private field costs a look-up before the loop is compiled.
    const taskMark = this.#taskMark;
    const resourceMark = this.#resourceMark;
    const taskFirst = this.#taskFirst;
    const taskLength = this.#taskLength;
    const { firstOf, task: elementTask, resource: elementResource, amount, next } = this.#elements;
    const weight = this.#weight;
    for (let index = 0; index < resources.length; index++) {
      let streams = 0;
      for (let element = firstOf[resources[index]!]!; element !== none; element = next[element]!) {
        const task = elementTask[element]!;
        streams += weight[task]! * amount[element]!;
        if (taskMark[task] === mark) continue;
        taskMark[task] = mark;
        tasks.push(task);
        if (this.#rateMax[task]! < Number.POSITIVE_INFINITY) limited.push(task);
        const first = taskFirst[task]!;
        const end = first + taskLength[task]!;
        for (let other = first; other < end; other++) {
          const resource = elementResource[other]!;
          if (resourceMark[resource] === mark) continue;
          resourceMark[resource] = mark;
          resources.push(resource);
        }
      }
      this.#streamsAtFirst[resources[index]!] = streams;
    }
    if (limited.length > 1) limited.sort((a, b) => this.#ownLevel(a) - this.#ownLevel(b) || a - b);
  }

  /** The level above which `task` gains nothing. */
  #ownLevel(task: number): number {
    return this.#rateMax[task]! / this.#weight[task]!;
  }

  /** Progressive filling over the component, into `#nextRate`. */
  #fill(): void {
    const tasks = this.#componentTasks;
    const nextRate = this.#nextRate;
    for (const task of tasks) nextRate[task] = none;
    const left = this.#left;
    const opens = this.#open;
    const shares = this.#share;
    const heap = this.#componentResources;
    let size = 0;
    for (const resource of heap) {
      left[resource] = this.#capacity[resource]!;
      opens[resource] = this.#elements.countOf[resource]!;
      this.#streams[resource] = this.#streamsAtFirst[resource]!;
      size++;
    }
    let level = 0;
    let fixed = 0;
    let nextLimited = 0;
    for (let round = 0; round < scansMax && fixed < tasks.length; round++) {
      let least = Number.POSITIVE_INFINITY;
      let live = 0;
      for (let place = 0; place < size; place++) {
        const resource = heap[place]!;
        if (opens[resource] === 0) continue;
        const share = this.#levelOf(resource);
        shares[resource] = share;
        if (share < least) least = share;
        heap[live++] = resource;
      }
      size = live;
      if (least > level * (1 + precision)) level = least;
      const reach = level * (1 + precision);
      // Tasks that ask for less than their share leave the others more: those first, and then look again.
      const before = fixed;
      [nextLimited, fixed] = this.#fixLimited(nextLimited, fixed, reach);
      if (fixed > before) continue;
      for (let place = 0; place < size; place++) {
        const resource = heap[place]!;
        if (shares[resource]! <= reach && opens[resource]! > 0) fixed += this.#fixTasksOf(resource, level);
      }
    }
    if (fixed === tasks.length) return;
    for (let place = 0; place < size; place++) shares[heap[place]!] = this.#levelOf(heap[place]!);
    const levels = this.#levels;
    levels.fill(heap, size, shares);
    while (fixed < tasks.length) {
      assert(levels.size > 0, "a task is on no resource of its component");
      const resource = levels.first;
      if (opens[resource] === 0) {
        levels.drop(shares);
        continue;
      }
      const share = this.#levelOf(resource);
      if (share > Math.max(level, shares[resource]!) * (1 + precision)) {
        shares[resource] = share;
        levels.sink(shares);
        continue;
      }
      if (share > level * (1 + precision)) level = share;
      const before = fixed;
      [nextLimited, fixed] = this.#fixLimited(nextLimited, fixed, level * (1 + precision));
      if (fixed > before) continue;
      fixed += this.#fixTasksOf(resource, level);
      levels.drop(shares);
    }
  }

  /** What one stream of an open task gets of what is left of `resource`. */
  #levelOf(resource: number): number {
    if (this.#open[resource] === 0) return Number.POSITIVE_INFINITY;
    if (this.#streams[resource]! < cancelled * this.#streamsAtFirst[resource]!) {
      let streams = 0;
      const { firstOf, task, amount, next } = this.#elements;
      for (let element = firstOf[resource]!; element !== none; element = next[element]!) {
        if (this.#nextRate[task[element]!] === none)
          streams += this.#weight[task[element]!]! * amount[element]!;
      }
      this.#streams[resource] = streams;
      this.#streamsAtFirst[resource] = streams;
    }
    return Math.max(0, this.#left[resource]! / this.#streams[resource]!);
  }

  /** Fixes the limited tasks from place `next` on whose own level is at most `reach`; returns the next place and the count of fixed tasks. */
  #fixLimited(next: number, fixed: number, reach: number): [next: number, fixed: number] {
    const limited = this.#limited;
    let [place, count] = [next, fixed];
    for (; place < limited.length && this.#ownLevel(limited[place]!) <= reach; place++) {
      const task = limited[place]!;
      if (this.#nextRate[task] !== none) continue;
      this.#fix(task, this.#rateMax[task]!);
      count++;
    }
    return [place, count];
  }

  #fixTasksOf(bottleneck: number, level: number): number {
    const nextRate = this.#nextRate;
    const { firstOf, task: elementTask, next } = this.#elements;
    let fixed = 0;
    for (let element = firstOf[bottleneck]!; element !== none; element = next[element]!) {
      const task = elementTask[element]!;
      if (nextRate[task] !== none) continue;
      this.#fix(task, level * this.#weight[task]!);
      fixed++;
    }
    return fixed;
  }

  #fix(task: number, rate: number): void {
    this.#nextRate[task] = rate;
    const left = this.#left;
    const open = this.#open;
    const streams = this.#streams;
    const { resource: elementResource, amount: amounts } = this.#elements;
    const weight = this.#weight[task]!;
    const first = this.#taskFirst[task]!;
    const end = first + this.#taskLength[task]!;
    for (let element = first; element < end; element++) {
      const resource = elementResource[element]!;
      const amount = amounts[element]!;
      left[resource]! -= rate * amount;
      streams[resource]! -= weight * amount;
      open[resource]!--;
    }
  }

  #applyRates(now: number): void {
    const tasks = this.#componentTasks;
    const rates = this.#rate;
    const nextRates = this.#nextRate;
    const remaining = this.#remaining;
    const updatedNs = this.#updatedNs;
    let changed = 0;
    for (const task of tasks) {
      const before = rates[task]!;
      if (Math.abs(nextRates[task]! - before) > precision * before || before === 0) tasks[changed++] = task;
    }
    const most = changed * 4 > this.#heap.size;
    for (let index = 0; index < changed; index++) {
      const task = tasks[index]!;
      const rate = nextRates[task]!;
      const left = Math.max(0, remaining[task]! - rates[task]! * (now - updatedNs[task]!));
      remaining[task] = left;
      updatedNs[task] = now;
      rates[task] = rate;
      const end = rate > 0 ? now + left / rate : Number.POSITIVE_INFINITY;
      if (most) this.#heap.setLater(task, end);
      else this.#heap.set(task, end);
    }
    if (most) this.#heap.reorder();
  }

  #newTask(): number {
    if (this.#tasks === this.#rate.length) {
      const wide = 2 * this.#tasks;
      this.#taskFirst = widened(this.#taskFirst, new Int32Array(wide));
      this.#taskLength = widened(this.#taskLength, new Int32Array(wide));
      this.#taskMark = widened(this.#taskMark, new Uint32Array(wide));
      this.#weight = widened(this.#weight, new Float64Array(wide));
      this.#rateMax = widened(this.#rateMax, new Float64Array(wide));
      this.#rate = widened(this.#rate, new Float64Array(wide));
      this.#nextRate = widened(this.#nextRate, new Float64Array(wide));
      this.#remaining = widened(this.#remaining, new Float64Array(wide));
      this.#updatedNs = widened(this.#updatedNs, new Float64Array(wide));
      this.#startedNs = widened(this.#startedNs, new Float64Array(wide));
    }
    this.#heap.grow(this.#tasks + 1);
    return this.#tasks++;
  }
}
