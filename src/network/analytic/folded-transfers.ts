/**
 * Which messages of a step stand for all where every block of members does what the first one does: those that the first block
 * sends. A step told along lines is looked at move by move: lines either stay in their blocks, or take one member of each, and
 * then every place on a line must send and get what the first place does.
 *
 *     along a block    lines 0 1 | 2 3 | 4 5    blocks 0 1 2 3 | 4 5 6 7       the lines of the first block stand for all
 *     across blocks    lines 0 4 8 | 1 5 9      blocks 0 1 2 3 | 4 5 6 7       what the first places send stands for all
 */
import type { Step, Transfer } from "../collectives/collective-plan.ts";
import { LineStep, messagesAlong } from "../collectives/line-step.ts";

/** Messages of a step that stand for all of them. */
export interface FoldedTransfers {
  /** Those that the first block sends. */
  sent: readonly Transfer[];
  /** By message of the step, the place in `sent` of the one that stands for it. */
  readonly standIn: Int32Array;
  /** All stay in their block, so that chains of them do too. */
  isInside: boolean;
}

/** What stands for a step among `members` in blocks of `size`; undefined where some block does otherwise than the first. */
export function foldedTransfers(step: Step, size: number, members: number): FoldedTransfers | undefined {
  if (step instanceof LineStep) {
    const { stride, size: places } = step.lines;
    if (size % (stride * places) === 0) return insideBlocks(step, size);
    if (stride % size === 0) return acrossBlocks(step, size);
  }
  return ofMessages(step.transfers, size, members);
}

/** Lines within blocks. */
function insideBlocks(step: LineStep, size: number): FoldedTransfers {
  const { lines, moves } = step;
  const sent = messagesAlong(lines, moves, size / lines.size);
  return {
    sent,
    get standIn() {
      return Int32Array.from({ length: lines.length * moves.length }, (_, index) => index % sent.length);
    },
    isInside: true,
  };
}

/** Lines with one member in each of several blocks; undefined where places on them do not all do the like. */
function acrossBlocks(step: LineStep, size: number): FoldedTransfers | undefined {
  const { lines, moves } = step;
  const sends: number[][] = Array.from({ length: lines.size }, () => []);
  const gets: number[] = new Array(lines.size).fill(0);
  const fractionGot = new Float64Array(lines.size);
  for (const { source, target, fraction } of moves) {
    sends[source]!.push(fraction);
    gets[target]!++;
    fractionGot[target]! += fraction;
  }
  const isAlike = sends.every((fractions, place) => {
    if (gets[place] !== gets[0] || fractionGot[place] !== fractionGot[0]) return false;
    return fractions.length === sends[0]!.length && fractions.every((each, at) => each === sends[0]![at]);
  });
  if (!isAlike) return undefined;
  const firsts = moves.filter(({ source }) => source === 0);
  return {
    sent: messagesAlong(lines, firsts, size),
    get standIn() {
      const told = new Int32Array(lines.size);
      const turns = moves.map(({ source }) => told[source]!++);
      return Int32Array.from({ length: lines.length * moves.length }, (_, index) => {
        const line = Math.floor(index / moves.length);
        return (line % size) * firsts.length + turns[index % moves.length]!;
      });
    },
    isInside: false,
  };
}

/** The same for messages of which nothing is known. */
function ofMessages(
  transfers: readonly Transfer[],
  size: number,
  members: number,
): FoldedTransfers | undefined {
  const sent: Transfer[] = [];
  /** By member of the first block, the places in `sent` of what it sends. */
  const sends: number[][] = Array.from({ length: size }, () => []);
  for (const transfer of transfers) {
    if (transfer.source < size) sends[transfer.source]!.push(sent.push(transfer) - 1);
  }
  const isInside = sent.every(({ target }) => target < size);
  const standIn = new Int32Array(transfers.length);
  const sentBy = new Int32Array(members);
  const gotBy = new Int32Array(members);
  const fractionGot = new Float64Array(members);
  for (let index = 0; index < transfers.length; index++) {
    const transfer = transfers[index]!;
    const { source, target } = transfer;
    const place = sends[source % size]![sentBy[source]!++];
    if (place === undefined || !isLike(transfer, sent[place]!, size)) return undefined;
    standIn[index] = place;
    gotBy[target]!++;
    fractionGot[target]! += transfer.fraction;
  }
  for (let member = 0; member < members; member++) {
    const like = member % size;
    if (sentBy[member] !== sentBy[like]) return undefined;
    if (gotBy[member] !== gotBy[like] || fractionGot[member] !== fractionGot[like]) return undefined;
  }
  return { sent, standIn, isInside };
}

/** Whether a transfer does in its block what `first`, whose source is in the first block, does there. */
function isLike({ source, target, fraction, isReduced }: Transfer, first: Transfer, size: number): boolean {
  const blockAt = source - (source % size);
  const staysIn = target >= blockAt && target < blockAt + size;
  return (
    fraction === first.fraction &&
    target % size === first.target % size &&
    staysIn === first.target < size &&
    !isReduced &&
    !first.isReduced
  );
}
