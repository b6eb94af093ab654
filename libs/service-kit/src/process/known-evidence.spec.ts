import { expect, it } from '@jest/globals';
import type { Pool } from '@zhibu/database';
import type { Aggregate } from '@zhibu/event-store';
import { type Decision, Refusal } from '@zhibu/kernel';
import { knowingEvidence } from './known-evidence.ts';

interface Reports extends Decision {
  readonly command: { readonly name: 'ReportCompletion'; readonly data: object };
  readonly state: number;
  readonly facts: object;
}

/** What has been handed in: nothing. */
const database = { query: async () => ({ rows: [] }) } as unknown as Pool;
const actor = { personId: 'P-1', role: 'person' };
const data = { problemId: '4be0643f-1d98-573b-97cd-ca98a65347dd', says: '已补齐', evidence: ['a1'.repeat(32)] };
const command = { name: 'ReportCompletion', data } as const;

const asked = (decide: () => readonly { readonly type: string; readonly data: object }[]): Promise<object> => {
  const aggregate: Aggregate<Reports> = {
    decider: { initialState: 0, evolve: (state) => state, decide },
    facts: async () => ({ looked: 'up' }),
  };
  const knowing = knowingEvidence<Reports>({ database, today: () => '2023-03-10' }, aggregate, () => 'B1');
  return knowing.facts({ ...command, actor }, 0, { commands: [command] });
};

it('asks for no evidence where a command leads to nothing, as one that is sent again', async () =>
  expect(await asked(() => [])).toEqual({ looked: 'up' }));

it.each<[string, Parameters<typeof asked>[0]]>([
  ['leads to facts', () => [{ type: 'CompletionReported', data }]],
  [
    'is refused',
    () => {
      throw new Refusal('PROBLEM_CLOSED', {});
    },
  ],
])('refuses unknown evidence of a command that %s', async (_what, decide) =>
  expect(asked(decide)).rejects.toMatchObject({ code: 'EVIDENCE_UNKNOWN', details: { field: 'evidence.0' } }),
);
