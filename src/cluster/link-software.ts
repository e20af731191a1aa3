/**
 * What the runtime makes of the links: the fraction of the datasheet's bandwidth that large messages reach, and what each
 * message costs beside its bytes. Three kinds of path: memory of one chip, links between chips, network cards.
 */

/** Of one kind of path. */
export interface PathSoftware {
  /** Large messages reach this fraction of the bandwidth. */
  efficiency: number;
  /** ns per message beside its bytes. */
  startNs: number;
}

/** Of all kinds of path. */
export interface LinkSoftware {
  chip: PathSoftware;
  scaleUp: PathSoftware;
  network: PathSoftware;
}

const ideal: PathSoftware = { efficiency: 1, startNs: 0 };

/** Links as the datasheet has them. */
export const idealLinks: LinkSoftware = { chip: ideal, scaleUp: ideal, network: ideal };
