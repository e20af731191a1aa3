import { expect, test } from "vitest";
import { objectiveText } from "../../src/base/metric-text.ts";

test("an objective tells its figure and its limit, and on which side it lies where both round to the same", () => {
  const text = (actual: number | null, why: string | null = null) =>
    objectiveText({ objective: "ttftP99", limit: 1500, actual, unit: "ms", why });
  expect(text(350)).toBe("ttftP99 350 ms of 1.5 s");
  expect(text(1500)).toBe("ttftP99 1.5 s of 1.5 s");
  expect(text(1503)).toBe("ttftP99 1.5 s of 1.5 s (0.2 % over)");
  expect(text(1497)).toBe("ttftP99 1.5 s of 1.5 s (0.2 % under)");
  expect(text(null, "1 of 100 requests got no answer")).toBe("ttftP99 infinite of 1.5 s");
});
