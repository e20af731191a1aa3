/**
 * Storage by tier: what it gives for its size, to one client, and how many requests it takes. Prices are us-east-1. A tier is
 * shared by all instances, or each has a volume of its own: its drives, or what is attached to it over the instance's own way to
 * EBS. Some gather credits while they are used less than they may be, and burst on them. Left out: caches of file servers.
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
  /** Of writes, where they are slower than what both share, bytes/ns for each TiB. */
  writesPerTib?: Figure<number>;
  /** Of one connection, bytes/ns; a client has as many as it takes when absent. */
  connection?: Figure<number>;
  /** Requests a second, for each prefix, of so many bytes each. */
  requests?: { reads: Figure<number>; writes: Figure<number>; bytes: Figure<number> };
  /** USD for each request, or for each byte. */
  usd?: { read: Figure<number>; write: Figure<number>; of: "request" | "byte" };
  /**
   * More than `bandwidthPerTib` for as long as there are credits, bytes/ns for each TiB and at most; and room for credits,
   * bytes for each TiB, where that is known.
   */
  burst?: { bandwidthPerTib: Figure<number>; bandwidthMax?: Figure<number>; creditsPerTib?: Figure<number> };
  /** Requests a second of the volume: those that come with it, or usual ones; what more of them cost; and the largest, bytes. */
  iops?: {
    usual: Figure<number>;
    max: Figure<number>;
    bytes: Figure<number>;
    usdPerMonth: Figure<number>;
    /** Those that come with it. */
    free: Figure<number>;
  };
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
  /** Bought in steps of so much, bytes/ns, which a scenario has to name. */
  bandwidthStep?: Figure<number>;
  /** What its drives draw for each TB, with all the copies of it that they keep, W. */
  wattsPerTb: Figure<number>;
  /** A scenario has to give it when absent. */
  usdPerGbMonth?: Figure<number>;
}

/** W for each TB on drives of flash and on disks, of which a tier keeps so many copies. */
const flash = (copies: number) =>
  recalled(1.2 * copies, `Cloud Carbon Footprint: 1.2 W a TB of SSD; ${kept(copies)}`);
const disks = (copies: number) =>
  recalled(0.65 * copies, `Cloud Carbon Footprint: 0.65 W a TB of HDD; ${kept(copies)}`);
const kept = (copies: number) => `${copies} ${copies === 1 ? "copy" : "copies"} (assumed)`;

const ssd = "FSx for Lustre, SSD storage page";
const list = "AWS price list, not re-read";
const ebs = "EBS volume types: MiB/s of a volume";
/** A MiB/s in bytes/ns. */
const mib = 2 ** 20 / 1e9;
const ebsDocument = "EBS volume types, AWS documentation";
const hdd = "EBS, Throughput Optimized HDD volumes, AWS documentation";
const client = recalled(12.5, "FSx for Lustre: 100 Gb/s a client without EFA");

const lustre = (perTib: number, usdPerGbMonth: Figure<number>, burst?: number): StorageTier => ({
  name: `fsx-ssd-${perTib}`,
  bandwidthPerTib: published(perTib / 1000, ssd),
  clientBandwidth: client,
  wattsPerTb: flash(1),
  ...(burst !== undefined && { burst: { bandwidthPerTib: published(burst / 1000, ssd) } }),
  usdPerGbMonth,
});

/** All of them. */
export const storageTiers: readonly StorageTier[] = [
  lustre(125, published(0.145, "c3x.dev, aws_fsx_lustre_file_system, 2026"), 500),
  lustre(250, recalled(0.21, list), 500),
  lustre(500, recalled(0.34, list)),
  lustre(1000, recalled(0.6, list)),
  {
    name: "fsx-scratch-2",
    wattsPerTb: flash(1),
    bandwidthPerTib: published(0.2, ssd),
    writesPerTib: published(0.1, ssd),
    clientBandwidth: client,
    burst: { bandwidthPerTib: published(1.3, `${ssd}: over the network`) },
    usdPerGbMonth: published(0.14, "learning-aws.readthedocs.io, pricing, 2025"),
  },
  {
    name: "fsx-intelligent-tiering",
    wattsPerTb: disks(3),
    bandwidthStep: published(4, "FSx for Lustre, managing throughput capacity: steps of 4,000 MB/s"),
    clientBandwidth: client,
  },
  {
    name: "s3",
    wattsPerTb: disks(3),
    clientBandwidth: recalled(12.5, "S3: 100 Gb/s an instance with parallel ranged reads"),
    connection: recalled(0.0875, "S3: 85 to 90 MB/s a connection"),
    usd: {
      read: recalled(0.4e-6, "AWS price list: 0.0004 USD for 1,000 GET"),
      write: recalled(5e-6, "AWS price list: 0.005 USD for 1,000 PUT"),
      of: "request",
    },
    requests: {
      reads: published(5500, "S3, optimizing performance: GET a second and prefix"),
      writes: published(3500, "S3, optimizing performance: PUT a second and prefix"),
      bytes: assumed(8 * 2 ** 20, "parts of 8 MiB, the default of AWS's transfer manager"),
    },
    usdPerGbMonth: published(0.023, "S3 Standard, 2026-04"),
  },
  {
    name: "s3-express",
    wattsPerTb: flash(2),
    clientBandwidth: recalled(12.5, "S3: 100 Gb/s an instance with parallel ranged reads"),
    connection: recalled(0.0875, "S3: 85 to 90 MB/s a connection"),
    usd: {
      read: published(0.0006e-9, "S3 FAQ: 0.0006 USD for each GB retrieved"),
      write: published(0.0032e-9, "S3 FAQ: 0.0032 USD for each GB uploaded"),
      of: "byte",
    },
    usdPerGbMonth: published(0.11, "S3 FAQ, after the cut of 2025"),
  },
  {
    name: "nfs",
    wattsPerTb: flash(2),
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
    wattsPerTb: published(0, "instance store: in the power of the host"),
    attached: { isLost: true },
    usdPerGbMonth: published(0, "instance store: in the price of the instance"),
  },
  {
    name: "ebs-gp3",
    wattsPerTb: flash(2),
    attached: { isLost: false },
    bandwidth: published(125 * mib, ebs),
    provisioned: {
      bandwidthMax: published(1000 * mib, ebs),
      usdPerMonth: recalled(0.04 * 1000, "AWS price list: 0.04 USD a month for each MB/s above 125"),
    },
    iops: {
      usual: published(3000, ebsDocument),
      max: published(16_000, ebsDocument),
      free: published(3000, ebsDocument),
      bytes: published(2 ** 18, `${ebsDocument}: 0.25 MiB/s for each`),
      usdPerMonth: recalled(0.005, "AWS price list: for each above 3,000"),
    },
    usdPerGbMonth: recalled(0.08, list),
  },
  {
    name: "ebs-io2",
    wattsPerTb: flash(2),
    attached: { isLost: false },
    bandwidth: published(4000 * mib, ebs),
    iops: {
      usual: assumed(16_000, "as many as 4,000 MiB/s take in requests of 256 KiB"),
      max: published(256_000, ebsDocument),
      free: published(0, ebsDocument),
      bytes: published(2 ** 18, `${ebsDocument}: 0.25 MiB/s for each`),
      usdPerMonth: recalled(0.065, "AWS price list: for each up to 32,000, and less for more"),
    },
    usdPerGbMonth: recalled(0.125, list),
  },
  {
    name: "ebs-st1",
    wattsPerTb: disks(2),
    attached: { isLost: false },
    bandwidthPerTib: published(40 * mib, hdd),
    burst: {
      bandwidthPerTib: published(250 * mib, hdd),
      bandwidthMax: published(500 * mib, hdd),
      creditsPerTib: recalled(2 ** 40, `${hdd}: 1 TiB for each TiB`),
    },
    usdPerGbMonth: published(0.045, "AWS, Throughput Optimized HDD volumes: N. Virginia"),
  },
];
