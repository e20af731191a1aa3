/** Routes one behind the other, as numbers of links: millions of them in one array that grows, and none that is thrown away. */
import { widened } from "../kernel/sharing/widened.ts";

/** What a route is written to, link by link: a `LinkList`, or an array. */
export interface RouteEnd {
  push(link: number): unknown;
}

/** Links in the order in which they were added. */
export class LinkList implements RouteEnd {
  /** The first `length` of these. */
  links = new Int32Array(1024);
  length = 0;

  push(link: number): void {
    if (this.length === this.links.length) this.links = widened(this.links, new Int32Array(2 * this.length));
    this.links[this.length++] = link;
  }
}
