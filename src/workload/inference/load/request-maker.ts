/**
 * Draws requests: of which class, how long, with which prompt blocks, and as turns of which conversation.
 *
 * A prompt block has the identity of all that stands before its end: blocks of a shared system prompt are negative numbers,
 * blocks of a conversation are counted on from where it began, and a later turn's prompt (history, answer, new words) shares
 * the whole blocks of the earlier one.
 */
import type { Random } from "../../../base/random.ts";
import type { LengthLaw } from "./lengths/length-law.ts";
import type { LongestRequest, Request, RequestSpec } from "./request.ts";

/** A class of requests in the mix. */
export interface RequestClass {
  share: number;
  priority: number;
  input: LengthLaw;
  output: LengthLaw;
}

/** What requests are drawn from. */
export interface RequestMakerOptions {
  classes: readonly RequestClass[];
  /** Draws of which class a request is. */
  random: Random;
  /** Tokens of a prompt block; absent where nobody looks at blocks. */
  blockTokens?: number | undefined;
  /** Longer prompts are refused, and have no blocks; all have them when absent. */
  promptTokensMax?: number;
  /** Tokens of the images in each first prompt of a client; none when absent. */
  imageTokens?: number;
  /** System prompts that requests share; which one, if any, is drawn from a stream of its own. */
  sharedPrefix?: { tokens: number; share: number; kinds: number; random: Random } | undefined;
  conversation?:
    | {
        turns: LengthLaw;
        /** Tokens a later turn adds; like a first prompt when absent. */
        followUp?: LengthLaw | undefined;
        thinkNs: () => number;
        /** A conversation ends before its prompt outgrows this. */
        tokensMax: number;
      }
    | undefined;
}

/** A later turn: when, and what. */
export interface FollowUp {
  atNs: number;
  spec: RequestSpec;
}

interface Conversation {
  turnsLeft: number;
  prefix: number;
}

/** Blocks that one conversation may use. */
const blocksPerSession = 2 ** 20;

/** Numbers that are drawn of a request: its class, the prefix it shares, its lengths. */
const drawnNumbers = 4;

/** Makes requests one after the other. */
export class RequestMaker {
  readonly longest: LongestRequest;
  /** Tokens of a mean first prompt and answer; requests that a client makes in all. */
  readonly mean: { inputTokens: number; outputTokens: number; turns: number };
  readonly #options: RequestMakerOptions;
  readonly #total: number;
  readonly #conversations = new Map<number, Conversation>();
  #sessions = 0;
  /** What is drawn of the first requests before they come, request by request; and of the next one that is not. */
  #ahead = new Float64Array(0);
  readonly #drawn = new Float64Array(drawnNumbers);

  constructor(options: RequestMakerOptions) {
    this.#options = options;
    const { classes, sharedPrefix, conversation } = options;
    this.#total = classes.reduce((sum, { share }) => sum + share, 0);
    const most = (of: (each: RequestClass) => number) => Math.max(...classes.map(of));
    const inputTokens =
      most(({ input }) => input.longest) + (sharedPrefix?.tokens ?? 0) + (options.imageTokens ?? 0);
    const outputTokens = most(({ output }) => output.longest);
    const added = (conversation?.followUp?.longest ?? inputTokens) + outputTokens;
    const turns = conversation?.turns.longest ?? 1;
    const grown = inputTokens + (turns - 1) * added;
    this.longest = {
      inputTokens: Math.max(inputTokens, Math.min(grown, (conversation?.tokensMax ?? grown) - outputTokens)),
      outputTokens,
    };
    const average = (of: (each: RequestClass) => number) =>
      classes.reduce((sum, each) => sum + each.share * of(each), 0) / this.#total;
    const prefix = (sharedPrefix?.share ?? 0) * (sharedPrefix?.tokens ?? 0);
    this.mean = {
      inputTokens: average(({ input }) => input.mean) + prefix + (options.imageTokens ?? 0),
      outputTokens: average(({ output }) => output.mean),
      turns: conversation?.turns.mean ?? 1,
    };
  }

  /**
   * Draws the first `count` requests before they come, which are those that come then, and tells the longest prompt and answer
   * among them: who plans for them and who plays them draw them once.
   */
  drawAhead(count: number): LongestRequest {
    const longest = { inputTokens: 1, outputTokens: 1 };
    this.#ahead = new Float64Array(drawnNumbers * count);
    for (let at = 0; at < this.#ahead.length; at += drawnNumbers) {
      this.#draw(this.#ahead, at);
      longest.inputTokens = Math.max(longest.inputTokens, this.#ahead[at + 2]!);
      longest.outputTokens = Math.max(longest.outputTokens, this.#ahead[at + 3]!);
    }
    return longest;
  }

  /** The next request of a new client, at `now`. */
  next(now: number): RequestSpec {
    const { classes, conversation } = this.#options;
    const session = this.#sessions++;
    const isDrawn = drawnNumbers * session < this.#ahead.length;
    const drawn = isDrawn ? this.#ahead : this.#draw(this.#drawn, 0);
    const at = isDrawn ? drawnNumbers * session : 0;
    const classIndex = drawn[at]!;
    const prefix = drawn[at + 1]!;
    const { priority } = classes[classIndex]!;
    const spec: RequestSpec = {
      arrivalNs: now,
      inputTokens: drawn[at + 2]!,
      outputTokens: drawn[at + 3]!,
      classIndex,
      priority,
    };
    if (conversation !== undefined) {
      spec.session = session;
      spec.turn = 0;
      const turnsLeft = conversation.turns.draw() - 1;
      if (turnsLeft > 0) {
        this.#conversations.set(session, { turnsLeft, prefix });
      }
    }
    return this.#withBlocks(spec, prefix, session);
  }

  /** The turn that follows `request`, which has left at `now`; none when the conversation is over. */
  followUp(now: number, request: Request): FollowUp | undefined {
    const { conversation, classes } = this.#options;
    const state = this.#conversations.get(request.session);
    if (conversation === undefined || state === undefined) return undefined;
    const { input, output } = classes[request.classIndex]!;
    const spec: RequestSpec = {
      arrivalNs: now + conversation.thinkNs(),
      inputTokens: request.inputTokens + request.outputTokens + (conversation.followUp ?? input).draw(),
      outputTokens: output.draw(),
      classIndex: request.classIndex,
      priority: request.priority,
      session: request.session,
      turn: request.turn + 1,
    };
    const fits = spec.inputTokens + spec.outputTokens <= conversation.tokensMax;
    state.turnsLeft--;
    if (request.status !== "completed" || !fits || state.turnsLeft === 0)
      this.#conversations.delete(request.session);
    if (request.status !== "completed" || !fits) return undefined;
    return { atNs: spec.arrivalNs, spec: this.#withBlocks(spec, state.prefix, request.session) };
  }

  /** Draws a request into the numbers of `drawn` from `at` on, and gives `drawn`. */
  #draw(drawn: Float64Array, at: number): Float64Array {
    const { classes, sharedPrefix, imageTokens = 0 } = this.#options;
    const classIndex = this.#drawClass();
    const { input, output } = classes[classIndex]!;
    const prefix = this.#drawPrefix();
    const prefixTokens = prefix < 0 ? 0 : (sharedPrefix?.tokens ?? 0);
    drawn[at] = classIndex;
    drawn[at + 1] = prefix;
    drawn[at + 2] = input.draw() + prefixTokens + imageTokens;
    drawn[at + 3] = output.draw();
    return drawn;
  }

  #drawClass(): number {
    const { classes, random } = this.#options;
    if (classes.length === 1) return 0;
    let left = random() * this.#total;
    let index = 0;
    while (index < classes.length - 1 && left >= classes[index]!.share) left -= classes[index++]!.share;
    return index;
  }

  /** Which shared prefix a prompt begins with; -1 for none. */
  #drawPrefix(): number {
    const { sharedPrefix } = this.#options;
    if (sharedPrefix === undefined) return -1;
    const { random, share, kinds } = sharedPrefix;
    return random() < share ? Math.floor(random() * kinds) : -1;
  }

  #withBlocks(spec: RequestSpec, prefix: number, session: number): RequestSpec {
    const { blockTokens, sharedPrefix, promptTokensMax = spec.inputTokens } = this.#options;
    if (blockTokens === undefined || spec.inputTokens > promptTokensMax) return spec;
    const shared = prefix < 0 ? 0 : Math.floor((sharedPrefix?.tokens ?? 0) / blockTokens);
    const whole = Math.floor(spec.inputTokens / blockTokens);
    const prefixBlocks: number[] = [];
    for (let index = 0; index < whole; index++) {
      prefixBlocks.push(
        index < shared ? -1 - (prefix * blocksPerSession + index) : session * blocksPerSession + index,
      );
    }
    return { ...spec, prefixBlocks };
  }
}

/** Makes requests of one class without blocks or conversations. */
export function plainRequests(input: LengthLaw, output: LengthLaw): RequestMaker {
  return new RequestMaker({ classes: [{ share: 1, priority: 0, input, output }], random: () => 0 });
}
