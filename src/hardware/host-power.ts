/**
 * Power of host, network cards and fans without the chips. Nobody publishes it: 2.5 kW is assumed for a full box, and a
 * smaller size of the family has its share by vCPUs.
 */
import { assumed } from "../base/figure.ts";

const fullBoxWatts = 2500;

/** Host power of an instance with `vcpus` of the `boxVcpus` of its family's largest size. */
export function hostPower(vcpus: number, boxVcpus: number) {
  const share = vcpus === boxVcpus ? "a full box" : `${vcpus} of ${boxVcpus} vCPUs of a box`;
  return assumed(
    `${(fullBoxWatts * vcpus) / boxVcpus} W`,
    `2.5 kW of host, network cards and fans; ${share}`,
  );
}
