/** The building around the hardware: its share of the power (PUE 1.15, AWS's 2024 global figure, recalled). */

/** Facility power per unit of IT power. */
export const powerUsageEffectiveness = 1.15;
