/**
 * A software profile: what a compiler, runtime and framework make of the hardware. A handful of constants with physical
 * meaning and a few behaviours; the shapes and the datasheet do the rest. A profile also says what it was fitted on; how far
 * it was off on what the fit had not seen stands in `measured-evidence.ts`.
 */
import type { Chip } from "../hardware/chip.ts";
import { type Behaviours, plainBehaviours } from "./behaviours.ts";
import { type ConstantName, neutralConstants, type ProfileConstants } from "./constants.ts";
import type { Evidence } from "./evidence.ts";

/** The rows a profile was fitted on. */
export interface FitBasis {
  /** Which rows, for people: `78 rows of inf2 / trn1 decode`. */
  rows: string;
  /** Constants that were fitted; the others were set by hand or left neutral. */
  fitted: readonly ConstantName[];
  /** Profile whose constants these are but for the fitted ones: the rows of both are fitted at once. */
  together?: string;
}

/** A named set of constants and behaviours, and where they come from. */
export interface SoftwareProfile {
  name: string;
  title: string;
  constants: ProfileConstants;
  behaviours: Behaviours;
  /**
   * Library whose measured kernels its operators run in on GPUs. Efficiencies are then shares of the kernels' own speed; where
   * absent, of the datasheet.
   */
  kernels?: string | undefined;
  /** Constants that differ by the generation of the chip's cores (`Hopper`): kernels not yet written for it, power limits. */
  onGeneration?: Readonly<Record<string, Partial<ProfileConstants>>> | undefined;
  /** Constants that differ where no server stands before it: all requests are there at the start, and a library batches them in its own process. */
  offline?: Partial<ProfileConstants> | undefined;
  /** What it is on Neuron devices, where its name stands for a front of another stack. */
  onNeuron?: SoftwareProfile | undefined;
  /** Requests that its server takes into a batch on a chip unless told otherwise; absent where batches are compiled, or nobody says. */
  admits?: ((chip: Chip) => number) | undefined;
  /** Whether a scenario set some of its constants or behaviours, so that what was measured is another. */
  isChanged?: boolean;
  /** Profile that this one is an earlier name of. */
  aliasOf?: string;
  /** Another stack has taken its place: where nobody says which software runs, it is not this one. */
  isFormer?: boolean;
  /** What the constants were fitted on, or why they are assumed. */
  basis: string;
  /** Absent where nothing was measured. */
  fit?: FitBasis;
  /** How far it was off on what its fit had not seen; absent where nothing was measured. */
  evidence?: Evidence | undefined;
}

/** A profile from the constants and behaviours that differ from none at all. */
export function defineProfile(profile: {
  name: string;
  title: string;
  isFormer?: boolean;
  constants: Partial<ProfileConstants>;
  behaviours?: Partial<Behaviours>;
  kernels?: string;
  onGeneration?: Readonly<Record<string, Partial<ProfileConstants>>>;
  offline?: Partial<ProfileConstants>;
  onNeuron?: SoftwareProfile;
  admits?: (chip: Chip) => number;
  basis: string;
  fit?: FitBasis;
}): SoftwareProfile {
  return {
    ...profile,
    constants: { ...neutralConstants, ...profile.constants },
    behaviours: { ...plainBehaviours, ...profile.behaviours },
  };
}

/** `profile` under an earlier name, which scenarios still may use. */
export function alias(name: string, profile: SoftwareProfile): SoftwareProfile {
  return {
    ...profile,
    name,
    title: `${profile.title} (earlier name of ${profile.name})`,
    aliasOf: profile.name,
  };
}

/** What `profile` is on `chip`, with the constants that it has there. */
export function profileOn(chip: Chip, profile: SoftwareProfile): SoftwareProfile {
  if (chip.kind === "neuron" && profile.onNeuron !== undefined) return profileOn(chip, profile.onNeuron);
  const own = profile.onGeneration?.[chip.coreGeneration];
  if (own === undefined) return profile;
  return { ...profile, constants: { ...profile.constants, ...own }, onGeneration: undefined };
}

/** What `profile` is where all requests are there at the start. */
export function profileOffline(profile: SoftwareProfile): SoftwareProfile {
  if (profile.offline === undefined) return profile;
  return { ...profile, constants: { ...profile.constants, ...profile.offline }, offline: undefined };
}
