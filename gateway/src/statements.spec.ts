import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { city } from './testing/city.ts';
import { dig } from './testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from './testing/platform.ts';

const platforms = new Map<number, PlatformUnderTest>();
beforeAll(async () => {
  for (const branches of [5, 200]) {
    const platform = await platformUnderTest();
    await platform.record(city(branches));
    platforms.set(branches, platform);
  }
});
afterAll(() => Promise.all([...platforms.values()].map((platform) => platform.stop())));

const organization =
  'code name kindLabel fullMembers secretary revision parent { name parent { name } } findings { code says }';
const rating = 'grade label confirmed decision { actor } findings { item pointsLost }';

/** What the statements begin with, in whatever order they went out. */
const kinds = (statements: readonly string[]): readonly string[] =>
  statements.map((statement) => statement.replace(/\s+/g, ' ').slice(0, 80)).sort();

describe('the statements that a query costs do not grow with its rows', () => {
  it.each([
    [
      'branches',
      `{ branches(under: "P", first: 200) { totalCount edges { node { organization { ${organization} } rating(scheme: "classification") { ${rating} }
      prior: rating(scheme: "appraisal") { grade } a: activities(year: 2022) { kind held due } b: activities(year: 2021) { held } } } } }`,
    ],
    [
      'branches as known',
      `query ($k: DateTime) { branches(under: "P", knownAt: $k, asOf: "2023-06-30", first: 200, filter: { scheme: "classification" }) {
      edges { node { organization { ${organization} } rating(scheme: "classification") { ${rating} } } } } }`,
    ],
    [
      'the tree',
      `{ organization(id: "C") { children(first: 50) { totalCount edges { node { ${organization} children(first: 10) { totalCount edges { node { ${organization} } } } } } } } }`,
    ],
    [
      'the dashboard',
      `{ dashboard(under: "C", period: "2022") { branches ungraded(scheme: "classification") grades(scheme: "classification") { count }
      byChild(scheme: "classification") { organization { ${organization} } grades { count } ungraded } transitions(scheme: "classification", from: "2021", to: "2022") { count } } }`,
    ],
    [
      'the focus list',
      `{ focusList(under: "P", first: 200) { totalCount edges { reasons node { organization { ${organization} } rating(scheme: "classification") { ${rating} } } } } }`,
    ],
    [
      'organizations with a finding',
      `{ organizationsWithFinding(under: "P", code: "too-few-members", first: 200) { totalCount edges { node { ${organization} } } } }`,
    ],
  ])('%s', async (_name, query) => {
    const cost = async (branches: number): Promise<readonly string[]> => {
      const platform = platforms.get(branches);
      if (!platform) throw new Error(`no platform of ${branches}`);
      const variables = { k: new Date().toISOString() };
      return platform.statementsOf(async () => {
        expect(dig(await platform.ask(query, variables), 'errors')).toBeUndefined();
      });
    };
    const [few, many] = [await cost(5), await cost(200)];
    expect(few.length).toBeGreaterThan(0);
    expect(kinds(many)).toEqual(kinds(few));
  });
});
