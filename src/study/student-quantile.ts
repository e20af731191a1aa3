/**
 * Student's t distribution for a whole number of degrees of freedom, where the probability within t has a closed form: a
 * finite sum over powers of cos(theta), tan(theta) = t / sqrt(degrees) (Abramowitz and Stegun, 26.7.3 and 26.7.4). The
 * quantile is found on theta, by halving.
 */

/** Probability that a Student variable lies within +- t. */
function probabilityWithin(theta: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const cosine = Math.cos(theta);
  let sum = 0;
  let term = isOdd ? cosine : 1;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

/** The t within which (+- t) a Student variable of `degrees` >= 1 degrees of freedom lies with `confidence`, 0 to 1. */
export function studentHalfWidth(confidence: number, degrees: number): number {
  let low = 0;
  let high = Math.PI / 2;
  // Fifty-three halvings leave nothing of a double between the two.
  for (let halving = 0; halving < 53; halving++) {
    const theta = (low + high) / 2;
    if (probabilityWithin(theta, degrees) < confidence) low = theta;
    else high = theta;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}
