import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataMatchStream } from '@zhibu/contracts';
import { OPERATOR } from '../../access/principal.ts';
import { dig } from '../../testing/asking.ts';
import { register } from '../../testing/duties.ts';
import { executableSchema, type Execute, executing } from '../../testing/executable.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let execute: Execute;
beforeAll(async () => {
  under = await readModelUnderTest();
  const history = register();
  for (const [effectiveOn, system] of [
    ['2023-02-28', '3'],
    ['2023-03-31', '4'],
  ] as const) {
    const meetings = { field: 'members-meetings', reported: '4', system };
    history.record(dataMatchStream('B1'), 'StandingMatchRecorded', {
      branchId: 'B1',
      source: '智慧党建',
      fields: [{ field: 'full-members', reported: '20', system: null }, meetings],
      mismatches: system === '4' ? [] : [meetings],
      effectiveOn,
    });
  }
  await under.apply(history.events);
  const over = { reader: under.open, projector: under.pools.database, isLocked: true, today: '2023-06-01' };
  execute = executing(executableSchema(), over);
}, 60_000);
afterAll(() => under.drop());

const matches = async (asOf: string): Promise<unknown> => {
  const query = `{ dataMatches(under: "W", asOf: "${asOf}") { totalCount edges { node {
    branch { organization { code } } matchedOn source fields { field reported system differs } } } } }`;
  return dig((await execute(query, OPERATOR)).data, 'dataMatches');
};

it('what branches reported stands beside what the system says, as it was matched last by the day', async () => {
  const field = { field: 'members-meetings', reported: '4' };
  const before = { field: 'full-members', reported: '20', system: null, differs: false };
  expect(await matches('2023-03-01')).toEqual({
    totalCount: 1,
    edges: [
      {
        node: {
          branch: { organization: { code: 'B1' } },
          matchedOn: '2023-02-28',
          source: '智慧党建',
          fields: [before, { ...field, system: '3', differs: true }],
        },
      },
    ],
  });
  expect(dig(await matches('2023-04-01'), 'edges', 0, 'node', 'fields', 1)).toEqual({
    ...field,
    system: '4',
    differs: false,
  });
  expect(await matches('2023-01-01')).toEqual({ totalCount: 0, edges: [] });
});
