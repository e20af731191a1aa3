/**
 * A step in which all lines of a grid do the same is told by what one of them does: an exchange among 64 UltraServers of 256
 * ranks each sends a million messages in some steps, and is 4,096 moves along 256 lines. Whoever prices, checks or folds it
 * reads the moves; messages are written out only for whoever asks for them.
 *
 *     move      from place p to place q of a line
 *     message   first of the line + p x stride  ->  first of the line + q x stride,      line by line
 */
import type { Step, Transfer } from "./collective-plan.ts";
import { GridLines, type Lines, lineSize, type SpacedLines } from "./grid-lines.ts";

/** `fraction` of the buffer from one place of a line to another. */
export interface Move {
  source: number;
  target: number;
  fraction: number;
}

/** Every place of a line sends `fraction` of the buffer so many `places` on, around the line. */
export interface Turn {
  places: number;
  fraction: number;
}

/** A step along lines that nobody has written out. */
export class LineStep implements Step {
  readonly lines: GridLines | SpacedLines;
  readonly repeat: number;
  /** Set where all places do the same, of which there may be thirty thousand. */
  readonly turn: Turn | undefined;
  #moves: readonly Move[] | undefined;
  #transfers: readonly Transfer[] | undefined;

  constructor(lines: GridLines | SpacedLines, moves: readonly Move[] | Turn, repeat: number) {
    this.lines = lines;
    this.repeat = repeat;
    if ("places" in moves) this.turn = moves;
    else this.#moves = moves;
  }

  /** Of a line. */
  get moves(): readonly Move[] {
    this.#moves ??= firstsOf(this.turn as Turn, this.lines.size, this.lines.size);
    return this.#moves;
  }

  /** How many they are. */
  get moveCount(): number {
    return this.turn === undefined ? this.moves.length : this.lines.size;
  }

  /** All messages, line by line. */
  get transfers(): readonly Transfer[] {
    this.#transfers ??= messagesAlong(this.lines, this.moves, this.lines.length);
    return this.#transfers;
  }
}

/** What the first `count` places of a line of `size` do in a turn. */
export function firstsOf({ places, fraction }: Turn, size: number, count: number): Move[] {
  return Array.from({ length: count }, (_, source) => {
    return { source, target: (source + places + size) % size, fraction };
  });
}

/** `moves` of the first `count` of `lines` as messages, line by line. */
export function messagesAlong(lines: LineStep["lines"], moves: readonly Move[], count: number): Transfer[] {
  const { stride } = lines;
  const messages: Transfer[] = [];
  for (let line = 0; line < count; line++) {
    const first = lines.first(line);
    for (let at = 0; at < moves.length; at++) {
      const { source, target, fraction } = moves[at]!;
      messages.push({ source: first + source * stride, target: first + target * stride, fraction });
    }
  }
  return messages;
}

/** The step in which each of `lines` makes `moves`, `repeat` times in a row. */
export function alongLines(lines: Lines, moves: readonly Move[], repeat = 1): Step {
  if (lines instanceof GridLines) return new LineStep(lines, moves, repeat);
  const transfers = lines.flatMap((line) =>
    moves.map(({ source, target, fraction }) => ({
      source: line[source]!,
      target: line[target]!,
      fraction,
    })),
  );
  return { transfers, repeat };
}

/** The step in which each of `lines` makes a `turn`, `repeat` times in a row. */
export function turned(lines: Lines, turn: Turn, repeat = 1): Step {
  if (lines instanceof GridLines) return new LineStep(lines, turn, repeat);
  return alongLines(lines, firstsOf(turn, lineSize(lines), lineSize(lines)), repeat);
}

/** Messages of a step. */
export function messageCount(step: Step): number {
  return step instanceof LineStep ? step.lines.length * step.moveCount : step.transfers.length;
}

/** What is the same object for steps that send the same messages, as far as that is known. */
export function sentBy(step: Step): object {
  return step instanceof LineStep ? step : step.transfers;
}

/** The messages of a step, or the moves that tell them, where a place stands for all members on it; of a turn the first. */
export function outline(step: Step): readonly Transfer[] {
  if (!(step instanceof LineStep)) return step.transfers;
  return step.turn === undefined ? step.moves : firstsOf(step.turn, step.lines.size, 1);
}
