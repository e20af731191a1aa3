/**
 * The prompts of one step by attention group (data-parallel attention): all groups work side by side, and the step waits
 * for the busiest. One group has them all.
 */
import { noExchanges } from "./step-exchange.ts";
import { addCost, emptyCost, type StepCost } from "./step-timer.ts";

/** The groups of one replica; used again for every step. */
export class AttentionGroups {
  readonly #tokens: Float64Array;
  readonly #costs: readonly StepCost[];

  constructor(count: number) {
    this.#tokens = new Float64Array(count);
    this.#costs = Array.from({ length: count }, emptyCost);
  }

  /** Begins a step in which each group has `tokens` tokens already. */
  clear(tokens: number): void {
    this.#tokens.fill(tokens);
    for (const cost of this.#costs) {
      cost.totalNs = 0;
      cost.computeBusyNs = 0;
      cost.memoryBusyNs = 0;
      cost.exchanges = noExchanges;
      cost.parts.fill(0);
    }
  }

  /** Adds `tokens` tokens of a prompt in `group` whose attention costs `attention`. */
  add(group: number, tokens: number, attention: StepCost): void {
    this.#tokens[group]! += tokens;
    addCost(this.#costs[group]!, attention);
  }

  /** Tokens of the group that has most. */
  get tokensMax(): number {
    let most = 0;
    for (const tokens of this.#tokens) if (tokens > most) most = tokens;
    return most;
  }

  /** Adds to `cost` the attention of the group whose attention takes longest. */
  addBusiest(cost: StepCost): void {
    let busiest = this.#costs[0]!;
    for (const each of this.#costs) if (each.totalNs > busiest.totalNs) busiest = each;
    addCost(cost, busiest);
  }
}
