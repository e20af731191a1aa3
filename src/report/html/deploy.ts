/** What to deploy, in a report: a command for each launcher, folded but for the first, and what it cannot say. */

import { capitalised } from "../../base/metric-text.ts";
import type { Deployment } from "../../study/deploy/launchers.ts";
import { otherProgram } from "../text/deploy-text.ts";
import { escapeHtml } from "./page.ts";

/** Heads the section: nobody has tried these commands. */
export const deployHeading = "What to deploy (generated, not tried)";

/** Commands of a run, or of several under their names. */
export function deployHtml(deployments: readonly { name: string; deploy: Deployment }[]): string {
  return deployments
    .flatMap(({ name, deploy: { launches, why, software } }) => {
      if (why !== null) return [`<p>${escapeHtml(deployments.length > 1 ? `${name}: ${why}` : why)}.</p>`];
      return launches.map(({ title, simulated, command, not_expressible: missing }) => {
        const items = missing.map(({ key, value, why }) => {
          return `<li>not expressible: <code>${escapeHtml(`${key} ${value}`)}</code>: ${escapeHtml(why)}</li>`;
        });
        const heading = deployments.length > 1 ? `${name}: ${title}` : title;
        const other = simulated ? "" : `<p>${escapeHtml(capitalised(otherProgram(software)))}</p>`;
        return `<details><summary>${escapeHtml(heading)}</summary>${other}<pre tabindex="0">${escapeHtml(command)}</pre><ul>${items.join("")}</ul></details>`;
      });
    })
    .join("\n");
}
