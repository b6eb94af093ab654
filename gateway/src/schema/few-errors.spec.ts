import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { fewErrorsPlugin } from './few-errors.ts';
import { type AnsweringGateway, answeringGateway } from '../testing/gateways.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2030-03-01T00:00:00Z') });
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

interface Named {
  readonly path: readonly string[];
  readonly extensions: { readonly code: string };
}

/** What is said of so many fields that all refuse. */
async function said(fields: readonly string[]): Promise<readonly (readonly [path: string, code: string])[]> {
  const text = await gateway.ask({ query: `{ ${fields.join(' ')} }` }, {});
  const { errors } = JSON.parse(text) as { errors: readonly Named[] };
  return errors.map(({ path, extensions }) => [path.join('.'), extensions.code]);
}

it('answers errors in the order of the query, whichever look-up ended first', async () => {
  // An edition is looked up in one step, a rating after its branch and its scheme.
  const edition = 'edition(id: "none") { status }';
  const rating = 'rating(branchId: "none", scheme: "classification", effectiveOn: "2022-12-31") { grade }';
  const [first, second] = [
    ['edition', 'EDITION_UNKNOWN'],
    ['rating', 'BRANCH_UNKNOWN'],
  ];
  for (let round = 0; round < 5; round += 1) {
    expect(await said([edition, rating])).toEqual([first, second]);
    expect(await said([rating, edition])).toEqual([second, first]);
  }
});

it('names the first twenty of more, each by its own code', async () => {
  const fields = Array.from({ length: 25 }, (_, index) => `o${index}: organization(code: "none-${index}") { name }`);
  const named = Array.from({ length: 20 }, (_, index) => [`o${index}`, 'ORGANIZATION_UNKNOWN']);
  expect(await said(fields)).toEqual(named);
});

it('puts entries of a list in the order of their numbers', async () => {
  const at = (index: number) => new GraphQLError('damaged', { path: ['branches', index] });
  const errors = [at(10), at(2)];
  const listener = await fewErrorsPlugin.requestDidStart?.(Object.create(null));
  await listener?.didEncounterErrors?.(Object.assign(Object.create(null), { errors }));
  expect(errors.map(({ path }) => path)).toEqual([
    ['branches', 2],
    ['branches', 10],
  ]);
});
