import { expect, test } from "vitest";
import { groupFlops, groupWeightBytes } from "../../src/models/operators/operator-group.ts";
import { cnnGroups } from "../../src/validation/rows/cnn-groups.ts";

const float = { weights: 1, activations: 1, kvCache: 1 };

function network(name: string, images = 1) {
  const found = cnnGroups(name, images);
  if (found === undefined) throw new Error(`no network ${name}`);
  const { groups } = found;
  return { gigaflops: groupFlops(groups) / 1e9, weights: groupWeightBytes(groups, float) };
}

test("VGG-11 has its published 7.6 G multiply-adds and 132.9 M weights", () => {
  const { gigaflops, weights } = network("vgg11");
  expect(gigaflops / 2).toBeCloseTo(7.6, 0);
  expect(weights / 132.86e6).toBeCloseTo(1, 2);
});

test("ResNet-18 has its published 1.8 G multiply-adds and 11.7 M weights", () => {
  const { gigaflops, weights } = network("resnet18");
  expect(gigaflops / 2).toBeCloseTo(1.8, 1);
  expect(weights / 11.69e6).toBeCloseTo(1, 2);
});

test("a network of sums has the operations and weights that were published", () => {
  const { gigaflops, weights } = network("YOLO v4");
  expect(gigaflops / 59.6).toBeCloseTo(1, 1);
  expect(weights / 64e6).toBeCloseTo(1, 6);
});

test("twice the images are twice the operations", () => {
  expect(network("vgg16", 2).gigaflops).toBeCloseTo(2 * network("vgg16").gigaflops, 9);
});
