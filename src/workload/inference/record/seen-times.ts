/** What a client saw of a request: the times of its replica, and what its way to the client and back added. */

/** How answers reach clients. */
export interface Delivery {
  /** One way between client and model, ns. */
  networkNs: number;
  /** A fixed stage after the model, ns. */
  afterNs: number;
  /** The first token is seen with the last one. */
  whole: boolean;
}

/** What it follows from of an answered request; times in ns. */
export interface AnsweredRequest {
  arrivalNs: number;
  firstTokenNs: number;
  finishedNs: number;
  outputTokens: number;
  /** Time on the network on the way in, with detours both ways. */
  networkNs: number;
}

/** When it saw the answer, and the latencies that it saw, ns; `tpotNs` is null where an answer has one token or comes as a whole. */
export interface SeenTimes {
  seenNs: number;
  ttftNs: number;
  tpotNs: number | null;
  e2elNs: number;
  networkNs: number;
}

/** What the client saw of `request`. */
export function seenTimes(request: AnsweredRequest, delivery: Delivery): SeenTimes {
  const { networkNs: deliveryNs, afterNs, whole } = delivery;
  const { arrivalNs, firstTokenNs, finishedNs, outputTokens } = request;
  // What a detour to another region took, there and back, is added where the answer is seen.
  const networkNs = deliveryNs + Math.max(0, request.networkNs - deliveryNs);
  const seenNs = finishedNs + networkNs + afterNs;
  const e2elNs = seenNs - arrivalNs;
  return {
    seenNs,
    ttftNs: whole ? e2elNs : firstTokenNs + networkNs - arrivalNs,
    tpotNs: outputTokens > 1 && !whole ? (finishedNs - firstTokenNs) / (outputTokens - 1) : null,
    e2elNs,
    networkNs: request.networkNs + deliveryNs,
  };
}
