/**
 * Local drives and EBS of an instance, per family habit: EC2 publishes drive sizes and IOPS but no throughput, so a drive
 * of each size is assumed to read and write at the rate of its class.
 */
import { assumed, published } from "../../base/figure.ts";
import { ec2 } from "./sources.ts";

/** GB/s of one drive by its size in GB: read, write. */
const driveRates = { 1000: [2, 1], 1900: [3, 1.5], 3800: [4, 2.5] } as const;

/** `count` drives of `gigabytes` each; `drive` names the class when the size rented is a part of it. */
export function nvme(count: number, gigabytes: number, drive?: keyof typeof driveRates) {
  const size = drive ?? (gigabytes as keyof typeof driveRates);
  const [read, write] = driveRates[size];
  const share = (count * gigabytes) / size;
  const reason = `${read} / ${write} GB/s read / write of a ${size} GB drive; EC2 publishes IOPS only`;
  return {
    nvme: published(`${count * gigabytes} GB`, ec2),
    nvmeReadBandwidth: assumed(`${read * share} GB/s`, reason),
    nvmeWriteBandwidth: assumed(`${write * share} GB/s`, reason),
  };
}

/** No local drives. */
export const noNvme = {
  nvme: published("0 B", ec2),
  nvmeReadBandwidth: published("0 B/s", ec2),
  nvmeWriteBandwidth: published("0 B/s", ec2),
};
