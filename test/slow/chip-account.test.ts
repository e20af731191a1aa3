/** The law of accounts over many scenarios. */
import { test } from "vitest";
import { expectOneAccount } from "../laws/account-scenarios.ts";

test("in 200 random scenarios states, dollars, energy and shares of the time sum to one account", () => {
  expectOneAccount(200);
}, 1_200_000);
