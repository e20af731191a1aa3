/**
 * A workload that is a part of another: a stage of a pipeline, a job of a queue. It is planned on a cluster like one of a
 * scenario of its own, and played in a world of its own.
 */
import type { z } from "zod";
import { InfeasibleError, ScenarioError } from "../base/errors.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { doubtfulFigures } from "../hardware/doubtful-figures.ts";
import type { Instance } from "../hardware/instance.ts";
import { choosePrice, type Pricing } from "../hardware/price.ts";
import type { Model } from "../models/model.ts";
import { profileOn, type SoftwareProfile } from "../timing/software-profile.ts";
import { type PlayedAlone, playAlone } from "./play-alone.ts";
import type { WorkloadKind, WorkloadSetting } from "./workload.ts";

/** What the catalog contributes to a part. */
export interface PartCatalog {
  /** Kinds of workload that it can be. */
  kinds: readonly WorkloadKind[];
  workload: z.ZodType<{ kind: string }, unknown>;
  instance: z.ZodType<Instance, unknown>;
  pricing: z.ZodType<Pricing, unknown>;
  software: z.ZodType<SoftwareProfile, unknown>;
  /** Names and shapes; files are read for the model of the scenario alone. */
  model: z.ZodType<Model, unknown>;
  /** The software where neither part nor scenario names one. */
  profileOn(cluster: Cluster, kind: WorkloadKind, model: Model | undefined): SoftwareProfile;
}

/** A part as written, and where it runs. */
export interface WrittenPart {
  name: string;
  /** In messages, such as `stage` of a pipeline. */
  is: string;
  /** Where it stands in the scenario. */
  path: string;
  workload: { kind: string };
  model?: Model | undefined;
  software?: SoftwareProfile | undefined;
  /** Placed and wired when asked for. */
  cluster(): Cluster;
  pricing: Pricing;
}

/** A part that has been played. */
export interface PlayedPart extends PlayedAlone {
  cluster: Cluster;
  kind: WorkloadKind;
  model: Model | undefined;
  profile: SoftwareProfile;
}

/** Plays `part`. Throws a `ScenarioError` with the paths of the scenario, an `InfeasibleError` where it does not fit. */
export function playPart(
  catalog: PartCatalog,
  { name, is, path, workload: written, software, pricing, ...part }: WrittenPart,
  setting: WorkloadSetting,
): PlayedPart {
  const { kind: kindName, ...workload } = written;
  const kind = catalog.kinds.find((each) => each.name === kindName) as WorkloadKind;
  const model = part.model ?? (setting.model as Model | undefined);
  if (model === undefined && !kind.needsNoModel) {
    const expected = "a model: a catalog name or shapes, here or of the scenario";
    throw new ScenarioError([{ path: `${path}.model`, found: "nothing", expected }]);
  }
  return within(`${is} ${name}`, path, () => {
    const cluster = part.cluster();
    const profile = profileOn(cluster.instance.chip, software ?? catalog.profileOn(cluster, kind, model));
    const { usdPerHour } = choosePrice(cluster.instance, pricing);
    const created = kind.create(workload, {
      ...setting,
      cluster,
      model: model as Model,
      profile,
      pricing,
      objectives: {},
      streams: setting.streams.within(name),
      isWritten: (inner) => setting.isWritten(inner.replace(/^(workload|model|cluster)\b/, `${path}.$1`)),
      timeline: undefined,
      priceUsdPerHour: usdPerHour && (usdPerHour * cluster.chips) / cluster.instance.chips,
      owner: 0,
    });
    const { fidelity, storage, eventsMost } = setting;
    const world = { name: `${is} ${name}`, fidelity, storage, eventsMost };
    return { cluster, kind, model, profile, ...playAlone(created, cluster, world) };
  });
}

/** What the result of a part rests on, a text each. */
export function assumptionsOfPart({
  cluster,
  kind,
  profile,
  result,
  model,
}: Pick<PlayedPart, "cluster" | "kind" | "profile" | "result" | "model">): string[] {
  return [
    ...doubtfulFigures(cluster.instance, result.restsOn),
    ...(result.assumptions ?? []),
    ...(model === undefined || kind.needsNoModel
      ? []
      : [`software profile ${profile.name}: ${profile.basis}`]),
  ];
}

/** What is wrong within `run` stands under `path` in the scenario. */
function within<T>(part: string, path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof InfeasibleError) {
      const { message, neededBytes, availableBytes, parts } = error;
      throw new InfeasibleError(`${part}: ${message}`, {
        neededBytes,
        availableBytes,
        parts: { ...parts },
      });
    }
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(
      error.problems.map((problem) => {
        const { path: inner = "workload" } = problem;
        // Volumes and limits are the scenario's.
        const isShared = /^(cluster\.storage|limits)\./.test(inner);
        return { ...problem, path: isShared ? inner : `${path}.${inner}` };
      }),
    );
  }
}
