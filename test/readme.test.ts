/** The commands of the README and of the guides that are short; those that take long are run in the slow stage. */
import { test } from "vitest";
import { expectShown, isLong } from "./readme-commands.ts";

test("the README and the guides show what their short commands print", () =>
  expectShown((command) => !isLong(command)));
