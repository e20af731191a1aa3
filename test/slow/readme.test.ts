/** The commands of the README and of the guides that take long. */
import { test } from "vitest";
import { expectShown, isLong } from "../readme-commands.ts";

test("the README and the guides show what their long commands print", () => expectShown(isLong));
