/** The commands of the README that take long. */
import { test } from "vitest";
import { expectShown, isLong } from "../readme-commands.ts";

test("the README shows what its long commands print", () => expectShown(isLong));
