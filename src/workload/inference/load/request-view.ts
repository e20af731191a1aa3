/**
 * A request as plug-ins that come in files see it: for reading alone. What is live in the simulation is not theirs to write, and
 * one that tries gets an exception of its own, which its contract tells. Shipped plug-ins, which tests hold to this, get the
 * request itself: they are asked millions of times.
 */
import { Request } from "./request.ts";

/** What there is to read: fields, and what is computed from them. */
const readable = [
  ...Object.keys(new Request(0, { arrivalNs: 0, inputTokens: 1, outputTokens: 1 }, false)),
  "contextTokens",
  "remaining",
  "prefillLeft",
] as (keyof Request)[];

class RequestView {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
    Object.freeze(this);
    Object.freeze(request.prefixBlocks);
  }

  static {
    for (const key of readable) {
      Object.defineProperty(RequestView.prototype, key, {
        enumerable: true,
        get(this: RequestView) {
          return this.#request[key];
        },
      });
    }
    Object.freeze(RequestView.prototype);
  }
}

/** The view of each request: always the same, so that a plug-in may remember what it knows of one. */
const views = new WeakMap<Request, Request>();

/** `request` for reading alone; nothing where there is none. */
export function viewOf<Given extends Request | undefined>(request: Given): Given {
  if (request === undefined) return request;
  const known = views.get(request) ?? (new RequestView(request) as unknown as Request);
  views.set(request, known);
  return known as Given;
}
