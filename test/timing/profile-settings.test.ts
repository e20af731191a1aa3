/** What `catalog profiles NAME` prints is what the profile does: every setting that acts, as a scenario takes it, and no other. */
import { describe, expect, test } from "vitest";
import { parseQuantity } from "../../src/base/units.ts";
import { catalog } from "../../src/catalog.ts";
import { profileText } from "../../src/report/text/catalog-text.ts";
import { plainBehaviours } from "../../src/timing/behaviours.ts";
import {
  constantDefinitions,
  constantNames,
  neutralConstants,
  scenarioName,
} from "../../src/timing/constants.ts";
import { profileSettings } from "../../src/timing/profile-settings.ts";

describe.each(catalog.profiles.map((profile) => [profile.name, profile] as const))("%s", (_, profile) => {
  const settings = profileSettings(profile);
  const { acting, inAll } = settings;
  const everywhere = acting.filter(({ where }) => where === "");

  test("tells each constant that acts in the unit of a scenario, with its meaning", () => {
    const told = new Map(everywhere.map(({ name, value }) => [name, value]));
    for (const name of constantNames) {
      const text = told.get(scenarioName(name));
      const [value, { kind }] = [profile.constants[name], constantDefinitions[name]];
      expect(text === undefined, name).toBe(value === neutralConstants[name]);
      if (text === undefined) continue;
      const read = kind === "time" ? parseQuantity(text, "time") : Number(text);
      expect(Math.abs((read ?? Number.NaN) - value), `${name} ${text}`).toBeLessThanOrEqual(1e-7 * value);
    }
    for (const { meaning } of acting) expect(meaning.length).toBeGreaterThan(10);
  });

  test("tells each behaviour that is not a plain stack's, and how many settings are left out", () => {
    const own = Object.entries(profile.behaviours).filter(
      ([name, value]) => String(value) !== String(plainBehaviours[name as keyof typeof plainBehaviours]),
    );
    for (const [name] of own) expect(everywhere.map((each) => each.name)).toContain(name);
    const constants = constantNames.filter((name) => profile.constants[name] !== neutralConstants[name]);
    expect(everywhere).toHaveLength(constants.length + own.length);
    const text = profileText(profile, settings, 120);
    const listed = new Set(acting.map(({ name }) => name)).size;
    expect(text).toContain(`The other ${inAll - listed} of ${inAll} leave the physics as it is.`);
    expect(text).not.toMatch(/\b[a-z]\w+Ns\b/);
  });
});
