/** Documents and price lists that several instance families are read from. */
import { derived, published, recalled } from "../../base/figure.ts";
import { price } from "../define-instance.ts";

/** Generated from EC2 DescribeInstanceTypes. */
export const ec2 = "Karpenter reference: instance-types (from EC2 DescribeInstanceTypes, 2026)";

const priceTable = "Karpenter AWS provider: generated on-demand price table";

/** Shapes whose publication is known but was not re-read. */
export const announced = "AWS announcement of the instance type";

/** On-demand in us-east-1, as generated on 2026-07-20. */
export const onDemand = (usdPerHour: number) =>
  price("on-demand", published(usdPerHour, priceTable), "2026-07-20");

/** On-demand in us-east-1 before the GPU price cuts of mid-2025. */
export const onDemandBeforeCuts = (usdPerHour: number) =>
  price(
    "on-demand",
    published(usdPerHour, `${priceTable}, commit before the cuts of mid-2025`),
    "2025-05-25",
  );

/** The reserved rate that Neuron's benchmark tables use: 0.38 to 0.48 of on-demand, so read as three years. */
export const reserved = (usdPerHour: number) =>
  price(
    "reserved-3y",
    published(usdPerHour, "AWS Neuron docs: benchmarks prices.csv, RI-Effective (term not stated)"),
    "2026-08",
  );

/** A reserved rate scaled from a sibling. */
export const reservedByRatio = (usdPerHour: number, formula: string) =>
  price("reserved-3y", derived(usdPerHour, formula), "2026-08");

/** Reserved rates of AWS's list before the price cuts. */
export const reservedOldList = (option: "reserved-1y" | "reserved-3y", usdPerHour: number) =>
  price(option, recalled(usdPerHour, "AWS price list before the cuts of mid-2025"), "2025-05");

/** Capacity blocks as a public note of October 2026 quotes them. */
export const capacityBlockOfOctober = (usdPerHour: number) =>
  price(
    "capacity-block",
    published(usdPerHour, "public repository note quoting AWS"),
    "2026-10",
    "not stated",
  );

/** Capacity blocks as read on 2026-05-21. */
export const capacityBlockOfMay = (usdPerHour: number) =>
  price(
    "capacity-block",
    published(usdPerHour, 'Loka, "Carbon on Trainium2", quoting the AWS Capacity Blocks page'),
    "2026-05-21",
    "us-east-2",
  );

/** Capacity blocks at the end of 2024. */
export const capacityBlockOf2024 = (usdPerHour: number) =>
  price(
    "capacity-block",
    published(usdPerHour, "copy of the AWS Capacity Blocks page"),
    "2024-12",
    "not stated",
  );
