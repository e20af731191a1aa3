import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { nearestPoints, pointsIn, pointsText, pointText } from "../../src/page/measured.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { measuredPoints } from "../../src/validation/rows/measured-points.ts";

const points = measuredPoints(shippedMeasurements, catalog);
const carried = pointsIn(pointsText(points));

test("the page carries every measured time of tokens, to three digits, in less than 24 kB", () => {
  const rows = shippedMeasurements.flatMap(({ text }) => text.split("\n"));
  expect(points.length).toBeGreaterThan(600);
  for (const { id } of points.slice(0, 50)) expect(rows.some((row) => row.startsWith(`${id},`))).toBe(true);
  const rounded = (ms: number | null) => ms && Number(ms.toPrecision(3));
  expect(carried).toEqual(
    points.map((point) => ({
      ...point,
      model: point.model.replaceAll(" ", "_"),
      firstMs: rounded(point.firstMs),
      tokenMs: rounded(point.tokenMs),
    })),
  );
  expect(pointsText(points).length).toBeLessThan(24_000);
});

test("nearest to a situation that was measured is that measurement, of its own chip", () => {
  for (const point of carried.filter((_, index) => index % 7 === 0)) {
    const { chip, model, tensor, batch, tokens, parameters } = point;
    const [nearest, ...others] = nearestPoints(carried, {
      chip,
      model,
      parameters: parameters * 1e9,
      tensor: tensor ?? undefined,
      batch: batch ?? undefined,
      tokens,
      weights: point.weights ?? undefined,
    });
    expect(nearest).toMatchObject({ chip, tensor, batch, tokens, parameters });
    expect(others.every((each) => each.chip === chip)).toBe(true);
  }
});

test("nothing is near a chip that nobody measured, nor one of one's own", () => {
  expect(nearestPoints(carried, { chip: "trainium3" })).toEqual([]);
  expect(nearestPoints(carried, { chip: "h100", isOwnHardware: true })).toEqual([]);
});

test("a point is told with what was asked of it and the row it stands in", () => {
  const [first] = carried;
  expect(first && pointText(first)).toBe(
    "llama-2-13b, bf16, tensor 24, batch 1, 4,096 tokens: first token after 25.9 ms, then one every 9.17 ms (dec041)",
  );
});
