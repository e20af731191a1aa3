/**
 * Error bands of the metrics of a run whose definitions say what errors they have: the profile's residuals at the run's own
 * chip, model, parallelism, batch, lengths and formats. Throughput and cost go by the errors of measured throughput where a
 * stack has some, else by those of the step time that they follow from; end-to-end latency by those of first token and steps,
 * each for its share.
 */
import { type MeasuredFigure, measuredFigures } from "../base/measured-figure.ts";
import type { MetricDefinition } from "../metrics/metric.ts";
import { writesText } from "../models/model.ts";
import { type Band, errorBand } from "../timing/error-band.ts";
import type { Situation } from "../timing/situation.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import { leastTrust, type Trust, type TrustLevel, trustIn } from "../timing/trust.ts";
import { metricParts } from "../workload/metric-parts.ts";
import { accountParts } from "./account-metrics.ts";
import type { RunRecord } from "./run-record.ts";
import { situationOf } from "./run-situation.ts";

/** A metric with its band: 90 % of measured values lie inside, or `coverage` of them where that band is too wide to say anything. */
export interface ErrorBand {
  metric: string;
  value: number;
  /** Null where nothing comparable was measured. */
  low: number | null;
  high: number | null;
  /** Share of measured rows that lie inside. */
  coverage: number;
  /** The rows it comes from: `78 rows of inf2 / trn1 decode`. */
  basis: string;
  /** What lies outside the measured span; null when nothing does. */
  extrapolated: string | null;
}

/** A figure of a run with the errors that it has. */
interface Banded {
  metric: string;
  value: number;
  /** Figures whose errors it has, the closest first. */
  families: readonly MeasuredFigure[];
  isRate: boolean;
  /** It is a rate of serving, or a price by one, which moves the other way; undefined of all else. */
  ofLoad: "rate" | "price" | undefined;
  /** Share of it that is the time to the first token; that share has the errors of first tokens. */
  firstShare: number;
}

/** Figures of a run beside what was measured: many of them have the errors of the same measurements, which are read once. */
class MeasuredRun {
  readonly profile: SoftwareProfile;
  readonly situation: Situation;
  readonly figures: readonly Banded[];
  readonly offered: Offered;
  readonly #bands = new Map<string, Band | undefined>();

  constructor(record: RunRecord) {
    this.profile = record.profile;
    this.situation = situationOf(record);
    this.figures = bandedFigures(record);
    const { durationNs = 0, offeredNs } = record.result?.inference ?? {};
    this.offered = {
      most: offeredNs ? durationNs / offeredNs : Number.POSITIVE_INFINITY,
      busy: offeredNs ? record.account.share("busy") : 1,
    };
  }

  /** The band of a figure that these families speak of. */
  band(families: readonly MeasuredFigure[], isRate: boolean): Band | undefined {
    const key = `${families.join(" ")} ${isRate}`;
    if (!this.#bands.has(key))
      this.#bands.set(key, errorBand(this.profile, families, isRate, this.situation));
    return this.#bands.get(key);
  }
}

/** Bands of the metrics of `record`, and how far they can be trusted. */
export function uncertaintyOf(record: RunRecord): {
  uncertainty: ErrorBand[] | null;
  trust: RunTrust | null;
} {
  if (record.result === undefined) {
    return { uncertainty: null, trust: record.jobs.some((job) => job.result) ? unlikeAnyMeasured : null };
  }
  const measured = new MeasuredRun(record);
  return { uncertainty: errorBands(measured), trust: runTrust(measured) };
}

/** Null where no measurement speaks of any figure. */
function errorBands(measured: MeasuredRun): ErrorBand[] | null {
  const bands = measured.figures.flatMap((figure): ErrorBand[] => {
    const { metric, value, families, isRate, firstShare, ofLoad } = figure;
    const band = measured.band(families, isRate);
    if (band === undefined) return [];
    const first = firstShare > 0 ? measured.band(["first"], false) : undefined;
    const mixed = (of: "low" | "high") => {
      const [own, other] = [band[of], first?.[of] ?? band[of]];
      return own === null || other === null ? null : value * (own + firstShare * (other - own));
    };
    const { basis, extrapolated } = band;
    const coverage = Math.min(band.coverage, first?.coverage ?? 1);
    const ends = { low: mixed("low"), high: mixed("high") };
    const held = ofLoad === undefined ? ends : asOffered(ends, value, { ofLoad, ...measured.offered });
    return [{ metric, value, ...held, coverage, basis, extrapolated }];
  });
  return bands.length > 0 ? bands : null;
}

/** What comes to a service, beside what it answers. */
interface Offered {
  /** The rate at which requests came over that at which they were answered; infinite where answers bring the next. */
  most: number;
  /** Share of chip-time in which anything was done. */
  busy: number;
}

/**
 * The ends of a band of what is answered in a time, where requests come whatever the service does: no more than comes, and less
 * by no more than service that is slower would leave undone. Of a fleet that is busy for a third of the time one half as fast
 * still answers all; where it is busy all the time, half.
 */
function asOffered(
  { low, high }: Pick<ErrorBand, "low" | "high">,
  value: number,
  { ofLoad, most, busy }: Offered & { ofLoad: "rate" | "price" },
): Pick<ErrorBand, "low" | "high"> {
  if (low === null || high === null || most === Number.POSITIVE_INFINITY) return { low, high };
  return ofLoad === "rate"
    ? { low: Math.max(low, Math.min(value, low / busy)), high: Math.min(high, value * most) }
    : { low: Math.max(low, value / most), high: Math.min(high, Math.max(value, high * busy)) };
}

/** How far these metrics of a run can be trusted. */
export interface RunTrust {
  /** The least of its figures'. */
  level: TrustLevel;
  figures: ({ metric: string } & Trust)[];
}

/** By the rule of `timing/trust.ts`. */
function runTrust(measured: MeasuredRun): RunTrust {
  const { profile, situation } = measured;
  const figures = measured.figures.map(({ metric, families, isRate, firstShare }) => {
    const trustOf = (own: readonly MeasuredFigure[]) => {
      const band = measured.band(own, isRate);
      return trustIn(profile, own, situation, band !== undefined && band.low !== null);
    };
    const parts = [trustOf(families), ...(firstShare > 0 ? [trustOf(["first"])] : [])];
    const level = leastTrust(parts.map((part) => part.level)) as TrustLevel;
    return { metric, level, why: parts.find((part) => part.level === level)?.why ?? [] };
  });
  const level = leastTrust(figures.map((figure) => figure.level));
  return level === undefined ? unlikeAnyMeasured : { level, figures };
}

/** Several jobs at once, and kinds of work that nobody measured whole. */
const unlikeAnyMeasured: RunTrust = { level: "estimate only", figures: [] };

/** The figures of `record` whose definitions say what errors they have: times, those of steps first, then rates, then prices. */
function bandedFigures(record: RunRecord): Banded[] {
  const figures = ruledFigures(record);
  const { model } = record.scenario;
  // Networks that answer at once have no steps; whatever they serve was measured as items a second.
  const answersAtOnce = model !== undefined && !writesText(model);
  const banded = figures.flatMap(({ name, part, value, rule }) => {
    const follows = "follows" in rule;
    const measured = follows ? figures.find((each) => each.name === rule.follows)?.rule : rule;
    if (measured === undefined || "follows" in measured) return [];
    const { of, isRate = false, firstToken } = measured;
    const isServed = isRate && !of.includes("training");
    const isItems = answersAtOnce && !of.includes("training");
    const first = figures.find((each) => each.part === part && each.name === firstToken);
    const kind = follows ? 2 : isRate ? 1 : 0;
    const latest = first ? "first" : (of[0] as MeasuredFigure);
    return {
      metric: name,
      value,
      families: isItems ? (["items"] as const) : of,
      isRate: isRate && !follows,
      ofLoad: isServed ? (follows ? ("price" as const) : ("rate" as const)) : undefined,
      firstShare: first && !isItems ? first.value / value : 0,
      order: kind * measuredFigures.length + measuredFigures.indexOf(latest),
    };
  });
  return banded.sort((one, other) => one.order - other.order);
}

/** Figures with a rule of their band, in the order of their definitions; nothing, and what none is known of, has no band. */
function ruledFigures(record: RunRecord) {
  const { result, jobs } = record;
  const ofPart = (
    part: string,
    metrics: readonly MetricDefinition[],
    read: (metric: MetricDefinition) => number | null | undefined,
  ) =>
    metrics.flatMap((metric) => {
      const { name, band: rule } = metric;
      const value = rule && read(metric);
      return value ? [{ name, part, rule, value }] : [];
    });
  return [
    ...metricParts.flatMap((each) =>
      ofPart(each.part, each.metrics, (metric) => result && each.figure(metric, result)),
    ),
    ...jobs.flatMap(({ job, metrics }) =>
      ofPart(job.workload.kind, metrics, ({ name }) => result?.own?.[name]),
    ),
    ...accountParts.flatMap((each) =>
      ofPart(each.part, each.metrics, (metric) => each.figure(metric, record)),
    ),
  ];
}
