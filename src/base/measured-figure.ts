/** Figures that measurements are of, whatever their columns are called, in the order in which bands of them are told. */
export const measuredFigures = ["step", "first", "rate", "training", "items"] as const;

/** A step of decoding, a first token, output tokens a second, a step of training, items a second of what answers at once. */
export type MeasuredFigure = (typeof measuredFigures)[number];
