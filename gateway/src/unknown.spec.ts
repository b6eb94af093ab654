import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { city } from './testing/city.ts';
import { dig } from './testing/asking.ts';
import { type AnsweringGateway, answeringGateway } from './testing/gateways.ts';
import { type ReadModelUnderTest, readModelUnderTest } from './testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2030-03-01T00:00:00Z') });
  await under.apply(city(12).events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

const ask = async (query: string): Promise<unknown> => JSON.parse(await gateway.ask({ query }, {}));

it.each([
  ['{ rating(branchId: "none", scheme: "classification", effectiveOn: "2022-12-31") { grade } }', 'BRANCH_UNKNOWN'],
  ['{ ratingHistory(branchId: "none", scheme: "classification") { grade } }', 'BRANCH_UNKNOWN'],
  ['{ remediation(branchId: "none", year: "2022") { status } }', 'BRANCH_UNKNOWN'],
  ['{ round(workCommitteeId: "none", scheme: "classification", period: "2022") { closed } }', 'COMMITTEE_UNKNOWN'],
  ['{ round(workCommitteeId: "C", scheme: "classification", period: "1999") { closed } }', 'ROUND_UNKNOWN'],
  ['{ edition(id: "none") { status } }', 'EDITION_UNKNOWN'],
  ['{ organization(id: "none") { name } }', 'ORGANIZATION_UNKNOWN'],
  ['{ organization(code: "none") { name } }', 'ORGANIZATION_UNKNOWN'],
  ['{ organizations(under: "none") { totalCount } }', 'ORGANIZATION_UNKNOWN'],
  ['{ branch(id: "none") { openProblems } }', 'BRANCH_UNKNOWN'],
  ['{ branch(id: "P") { openProblems } }', 'BRANCH_UNKNOWN'],
  ['{ problem(id: "none") { status } }', 'PROBLEM_UNKNOWN'],
  ['{ ledTo(eventId: "00000000-0000-5000-8000-000000000000") { type } }', 'EVENT_UNKNOWN'],
  ['{ ratingHistory(branchId: "B0000", scheme: "clasification") { grade } }', 'SCHEME_UNKNOWN'],
  ['{ dashboard(under: "P", period: "2022") { ungraded(scheme: "clasification") } }', 'SCHEME_UNKNOWN'],
  ['{ dashboard(under: "P", period: "2022") { grades(scheme: "clasification") { count } } }', 'SCHEME_UNKNOWN'],
  [
    '{ branches(under: "P", first: 1) { edges { node { rating(scheme: "clasification") { grade } } } } }',
    'SCHEME_UNKNOWN',
  ],
  ['{ branches(under: "P", filter: { scheme: "clasification" }) { totalCount } }', 'SCHEME_UNKNOWN'],
  ['{ branches(under: "P", filter: { scheme: "classification", grade: "laging" }) { totalCount } }', 'GRADE_UNKNOWN'],
])('as unknown, and not answered with nothing: %s', async (query, code) => {
  expect(dig(await ask(query), 'errors', 0, 'extensions')).toMatchObject({ code });
});

it.each([
  ['{ rating(branchId: "B0000", scheme: "appraisal", effectiveOn: "2022-12-31") { grade } }', { rating: null }],
  ['{ organization(id: "P", knownAt: "1990-01-01T00:00:00Z") { name } }', { organization: null }],
  ['{ branch(id: "B0000", knownAt: "1990-01-01T00:00:00Z") { openProblems } }', { branch: null }],
  ['{ ratingHistory(branchId: "B0000", scheme: "appraisal") { grade } }', { ratingHistory: [] }],
  ['{ rating(branchId: "B0000", scheme: "classification", effectiveOn: "1990-01-01") { grade } }', { rating: null }],
  [
    '{ branches(under: "P", filter: { scheme: "appraisal", grade: "poor" }) { totalCount } }',
    { branches: { totalCount: 0 } },
  ],
])('and what is known and has nothing is answered so: %s', async (query, data) => {
  expect(await ask(query)).toEqual({ data });
});
