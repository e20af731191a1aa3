/** The commands of the README that are short; those that take long are run in the slow stage. */
import { test } from "vitest";
import { expectShown, isLong } from "./readme-commands.ts";

test("the README shows what its short commands print", () => expectShown((command) => !isLong(command)));
