/**
 * Which messages of a step stand for all where every block of members does what the first one does: those that the first block
 * sends. A step told along lines is looked at move by move: lines either stay in their blocks, or take one or
 * more members of each, and then every place on a line must send and get what its like in the first block does.
 *
 *     along a block    lines 0 1 | 2 3 | 4 5    blocks 0 1 2 3 | 4 5 6 7       the lines of the first block stand for all
 *     across blocks    lines 0 4 8 | 1 5 9      blocks 0 1 2 3 | 4 5 6 7       what the first places send stands for all
 *     both             lines 0 2 4 6 | 1 3 5 7  blocks 0 1 2 3 | 4 5 6 7       what the first two places of each line send does
 */
import type { Step, Transfer } from "../collectives/collective-plan.ts";
import { GridLines, type SpacedLines } from "../collectives/grid-lines.ts";
import { firstsOf, LineStep, type Move, messagesAlong, type Turn } from "../collectives/line-step.ts";

/** Messages of a step that stand for all of them. */
export interface FoldedTransfers {
  /** Those that the first block sends. */
  sent: readonly Transfer[];
  /** By message of the step, the place in `sent` of the one that stands for it. */
  readonly standIn: Int32Array;
  /** All stay in their block, so that chains of them do too. */
  isInside: boolean;
  /** Where they are told along lines, how many of these stand for all, and which message of one stands for each of its moves. */
  lines?: { count: number; standIn: ArrayLike<number> };
}

/**
 * Whether a step may fold, as far as its number of messages tells; asked of all steps before one is folded, for the lower levels
 * of a tree fold, which takes a while, and those above them do not.
 */
export function mayFold(step: Step, size: number, members: number): boolean {
  if (step instanceof LineStep)
    return step.lines instanceof GridLines || areInBlocks(step.lines, size, members);
  const sent = step.transfers.reduce((count, { source }) => count + (source < size ? 1 : 0), 0);
  return sent * (members / size) === step.transfers.length;
}

/** Whether every block of `size` has equally many of `lines`, in the same places. */
function areInBlocks({ length, spacing }: SpacedLines, size: number, members: number): boolean {
  return size % spacing === 0 && length * spacing === members;
}

/** What stands for a step among `members` in blocks of `size`; undefined where some block does otherwise than the first. */
export function foldedTransfers(step: Step, size: number, members: number): FoldedTransfers | undefined {
  if (step instanceof LineStep && !(step.lines instanceof GridLines))
    return areInBlocks(step.lines, size, members) ? insideBlocks(step, size / step.lines.spacing) : undefined;
  if (step instanceof LineStep) {
    const { stride, size: places } = step.lines;
    if (size % (stride * places) === 0) return insideBlocks(step, size / places);
    const each = size / stride;
    if (stride % size === 0) return ofLines(step, { places: 1, lines: size });
    if (Number.isInteger(each) && places % each === 0) return ofLines(step, { places: each, lines: stride });
  }
  return ofMessages(step.transfers, size, members);
}

/** Lines within blocks, so many in each. */
function insideBlocks({ lines, moves }: LineStep, count: number): FoldedTransfers {
  const sent = messagesAlong(lines, moves, count);
  return {
    sent,
    get standIn() {
      return numbers(lines.length * moves.length, (index) => index % sent.length);
    },
    isInside: true,
    lines: { count, standIn: moves.map((_, index) => index) },
  };
}

/** So many numbers; `Int32Array.from` takes ten times as long for what runs once. */
function numbers(count: number, of: (index: number) => number): Int32Array {
  const all = new Int32Array(count);
  for (let index = 0; index < count; index++) all[index] = of(index);
  return all;
}

/** What a block has of lines that go across several: so many places of each of so many. */
interface BlockPart {
  places: number;
  lines: number;
}

function ofLines(step: LineStep, block: BlockPart): FoldedTransfers | undefined {
  return step.turn === undefined ? acrossBlocks(step, block) : turnAcrossBlocks(step, step.turn, block);
}

/**
 * The same of lines that make a turn, in which blocks do the like whatever it is: how far from the end of its block a place lies
 * tells whether its message stays there, and to which place it goes.
 */
function turnAcrossBlocks({ lines }: LineStep, turn: Turn, block: BlockPart): FoldedTransfers {
  const { places } = block;
  const firsts = firstsOf(turn, lines.size, places);
  return {
    sent: messagesAlong(lines, firsts, block.lines),
    get standIn() {
      return numbers(lines.length * lines.size, (index) => {
        return (Math.floor(index / lines.size) % block.lines) * places + (index % places);
      });
    },
    isInside: firsts.every(({ target }) => target < places),
    lines: { count: block.lines, standIn: numbers(lines.size, (at) => at % places) },
  };
}

/**
 * Lines with so many places in each of several blocks, of which the first has a part of so many lines; undefined where places
 * of other blocks do otherwise than those of the first. What a place sends may stand in any order.
 */
function acrossBlocks(step: LineStep, block: BlockPart): FoldedTransfers | undefined {
  const { lines, moves } = step;
  const { places } = block;
  /** The numbers of the moves by the place that sends them; those of a place from `starts` of it to that of the next. */
  const sends = new Int32Array(moves.length);
  const starts = new Int32Array(lines.size + 1);
  const gets = new Int32Array(lines.size);
  const fractionGot = new Float64Array(lines.size);
  const firsts: Move[] = [];
  /** Of each move, the number among the first places' of the one that stands for it. */
  const standsFor = new Int32Array(moves.length);
  for (let index = 0; index < moves.length; index++) {
    const move = moves[index]!;
    if (move.source < places) standsFor[index] = firsts.push(move) - 1;
    starts[move.source + 1]!++;
    gets[move.target]!++;
    fractionGot[move.target]! += move.fraction;
  }
  for (let place = 0; place < lines.size; place++) starts[place + 1]! += starts[place]!;
  const ends = starts.slice();
  for (let index = 0; index < moves.length; index++) sends[ends[moves[index]!.source]!++] = index;
  const isInside = ({ source, target }: Move) => Math.floor(source / places) === Math.floor(target / places);
  const isAlike = (move: Move, other: Move) =>
    move.fraction === other.fraction &&
    move.target % places === other.target % places &&
    isInside(move) === isInside(other);
  for (let place = places; place < lines.size; place++) {
    const like = place % places;
    const [own, first] = [starts[place]!, starts[like]!];
    const count = starts[place + 1]! - own;
    if (gets[place] !== gets[like] || fractionGot[place] !== fractionGot[like]) return undefined;
    if (count !== starts[like + 1]! - first) return undefined;
    // Nearly always in the same order; what is left of its like's when it is not.
    let left: number[] | undefined;
    for (let turn = 0; turn < count; turn++) {
      const index = sends[own + turn]!;
      const move = moves[index]!;
      const other = sends[first + turn]!;
      if (left === undefined && isAlike(move, moves[other]!)) {
        standsFor[index] = standsFor[other]!;
        continue;
      }
      left ??= Array.from(sends.subarray(first + turn, first + count));
      const at = left.findIndex((each) => isAlike(move, moves[each]!));
      if (at < 0) return undefined;
      standsFor[index] = standsFor[left[at]!]!;
      left.splice(at, 1);
    }
  }
  return {
    sent: messagesAlong(lines, firsts, block.lines),
    get standIn() {
      return numbers(lines.length * moves.length, (index) => {
        const line = Math.floor(index / moves.length);
        return (line % block.lines) * firsts.length + standsFor[index % moves.length]!;
      });
    },
    isInside: firsts.every(isInside),
    lines: { count: block.lines, standIn: standsFor },
  };
}

/** The same for messages of which nothing is known. */
function ofMessages(
  transfers: readonly Transfer[],
  size: number,
  members: number,
): FoldedTransfers | undefined {
  const sent: Transfer[] = [];
  /** By member, the numbers of what it sends; of the first block, the places among all that are `sent` too. */
  const sends: number[][] = Array.from({ length: members }, () => []);
  const standIn = new Int32Array(transfers.length);
  const gotBy = new Int32Array(members);
  const fractionGot = new Float64Array(members);
  for (const [index, transfer] of transfers.entries()) {
    const { source, target, fraction, isReduced } = transfer;
    if (isReduced) return undefined;
    if (source < size) standIn[index] = sent.push(transfer) - 1;
    sends[source]!.push(index);
    gotBy[target]!++;
    fractionGot[target]! += fraction;
  }
  for (let member = 0; member < members; member++) {
    const like = member % size;
    const [own, first] = [sends[member]!, sends[like]!];
    if (own.length !== first.length) return undefined;
    if (gotBy[member] !== gotBy[like] || fractionGot[member] !== fractionGot[like]) return undefined;
    if (member === like) continue;
    // Nearly always in the same order; what is left of the first one's when it is not.
    const left: (number | undefined)[] = first.slice();
    for (const [turn, index] of own.entries()) {
      const isAlike = (other: number | undefined) =>
        other !== undefined && isLike(transfers[index]!, transfers[other]!, size);
      const at = isAlike(left[turn]) ? turn : left.findIndex(isAlike);
      if (at < 0) return undefined;
      standIn[index] = standIn[left[at]!]!;
      left[at] = undefined;
    }
  }
  return { sent, standIn, isInside: sent.every(({ target }) => target < size) };
}

/** Whether a transfer does in its block what `first`, whose source is in the first block, does there. */
function isLike({ source, target, fraction }: Transfer, first: Transfer, size: number): boolean {
  const blockAt = source - (source % size);
  const staysIn = target >= blockAt && target < blockAt + size;
  return (
    fraction === first.fraction && target % size === first.target % size && staysIn === first.target < size
  );
}
