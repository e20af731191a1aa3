/**
 * Storage by tier: what it gives for its size, to one client, and how many requests it takes. Prices are us-east-1. A tier is
 * shared by all instances, or each has a volume of its own: its drives, or what is attached to it over the instance's own way to
 * EBS. Left out: bursts, and caches of file servers.
 */
import { assumed, type Figure, published, recalled } from "../base/figure.ts";

/** A kind of volume. */
export interface StorageTier {
  name: string;
  /** Of all clients together for each TiB of the volume, bytes/ns; no limit when absent. */
  bandwidthPerTib?: Figure<number>;
  /** Set where each instance has one of its own; `isLost` with the instance where it is its drives. */
  attached?: { isLost: boolean };
  /** Of one instance, bytes/ns; that of its cards when absent. */
  clientBandwidth?: Figure<number>;
  /** Requests a second, for each prefix. */
  requests?: { reads: Figure<number>; writes: Figure<number>; bytes: Figure<number> };
  /** Bandwidth of the whole volume, whatever its size, bytes/ns. */
  bandwidth?: Figure<number>;
  /** Most that can be bought, bytes/ns, and USD a month for each byte/ns more than `bandwidth`. */
  provisioned?: { bandwidthMax: Figure<number>; usdPerMonth: Figure<number> };
  /**
   * Requests that are served at once, by the volume and for one client, each of so many bytes and for so long, ns. By
   * Little's law slots x bytes / latency is all that they carry: eight slots of 1 MiB for 2 ms give 4.19 GB/s.
   */
  slots?: {
    all: Figure<number>;
    client: Figure<number>;
    bytes: Figure<number>;
    latencyNs: Figure<number>;
  };
  usdPerGbMonth: Figure<number>;
}

const ssd = "FSx for Lustre, SSD storage page";
const list = "AWS price list, not re-read";
const ebs = "EBS volume types: MiB/s of a volume";
/** A MiB/s in bytes/ns. */
const mib = 2 ** 20 / 1e9;
const client = recalled(12.5, "FSx for Lustre: 100 Gb/s a client without EFA");

const lustre = (perTib: number, usdPerGbMonth: Figure<number>): StorageTier => ({
  name: `fsx-ssd-${perTib}`,
  bandwidthPerTib: published(perTib / 1000, ssd),
  clientBandwidth: client,
  usdPerGbMonth,
});

/** All of them. */
export const storageTiers: readonly StorageTier[] = [
  lustre(125, published(0.145, "c3x.dev, aws_fsx_lustre_file_system, 2026")),
  lustre(250, recalled(0.21, list)),
  lustre(500, recalled(0.34, list)),
  lustre(1000, recalled(0.6, list)),
  {
    name: "s3",
    clientBandwidth: recalled(12.5, "S3: 100 Gb/s an instance with parallel ranged reads"),
    requests: {
      reads: published(5500, "S3, optimizing performance: GET a second and prefix"),
      writes: published(3500, "S3, optimizing performance: PUT a second and prefix"),
      bytes: assumed(8 * 2 ** 20, "parts of 8 MiB, the default of AWS's transfer manager"),
    },
    usdPerGbMonth: published(0.023, "S3 Standard, 2026-04"),
  },
  {
    name: "nfs",
    bandwidth: assumed(12.5, "a file server with a 100 Gb/s card"),
    clientBandwidth: recalled(0.625, "EC2: 5 Gb/s for one TCP connection outside a placement group"),
    slots: {
      all: recalled(8, "Linux nfsd: eight threads unless configured"),
      client: recalled(64, "Linux NFS client: 64 slots of an NFSv4.1 session"),
      bytes: recalled(2 ** 20, "Linux NFS: rsize and wsize of 1 MiB"),
      latencyNs: assumed(2e6, "2 ms from a request to the file server's drives and back"),
    },
    usdPerGbMonth: recalled(0.08, "EBS gp3 behind a file server, whose own price is left out"),
  },
  {
    name: "nvme",
    attached: { isLost: true },
    usdPerGbMonth: published(0, "instance store: in the price of the instance"),
  },
  {
    name: "ebs-gp3",
    attached: { isLost: false },
    bandwidth: published(125 * mib, ebs),
    provisioned: {
      bandwidthMax: published(1000 * mib, ebs),
      usdPerMonth: recalled(0.04 * 1000, "AWS price list: 0.04 USD a month for each MB/s above 125"),
    },
    usdPerGbMonth: recalled(0.08, list),
  },
  {
    name: "ebs-io2",
    attached: { isLost: false },
    bandwidth: published(4000 * mib, ebs),
    usdPerGbMonth: recalled(0.125, list),
  },
];
