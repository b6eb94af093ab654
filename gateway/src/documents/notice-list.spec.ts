import { expect, it } from '@jest/globals';
import { listHashOf } from '@zhibu/contracts';
import fc from 'fast-check';
import type { Ask } from './document.ts';
import { noticeList } from './notice-list.document.ts';
import { type Drafted, tablesOf } from './paper.ts';

const secrets = { score: '77.77', label: '后进', person: '欧阳静怡' } as const;
const branch = fc.record({ code: fc.stringMatching(/^B\d{1,4}$/), leads: fc.boolean() });
type Branch = typeof branch extends fc.Arbitrary<infer Value> ? Value : never;

/** A branch with everything that a careless query would bring along. */
const answered = ({ code, leads }: Branch) => ({
  organization: {
    code,
    name: `${code}党支部`,
    kind: 'branch',
    secretaryPerson: { name: secrets.person },
    parent: { name: '单位', kind: 'unit', secretaryPerson: { name: secrets.person } },
  },
  grade: leads ? 'advanced' : 'lagging',
  label: leads ? '先进' : secrets.label,
  standing: leads ? 'leading' : 'lagging',
  score: secrets.score,
});

const startedAt = '2023-02-28T08:00:00.000Z';
const NONE = { organization: { name: '工委' } };

/** Answers what the document asks; `hash`: of the list that the notice began with. */
const answering =
  (branches: readonly Branch[], hash: string | null): Ask =>
  async (query) =>
    query.includes('startedAt')
      ? { round: { notice: hash === null ? null : { startedAt } } }
      : {
          ...NONE,
          round: {
            notice: hash === null ? null : { from: '2023-03-01', to: '2023-03-08', listHash: hash },
            listed: {
              edges: branches.map((one) => ({ node: answered(one) })),
              pageInfo: { hasNextPage: false, endCursor: null },
            },
          },
        };

const draftOf = (ask: Ask): Promise<Drafted> =>
  noticeList.asked({ under: 'C', period: '2022' }, { today: '2023-03-01', now: '2023-03-01T00:00:00Z' }).draft(ask);
const hashed = (branches: readonly Branch[]): string =>
  listHashOf(branches.map(({ code, leads }) => ({ branchId: code, grade: leads ? 'advanced' : 'lagging' })));

it('a list for notice holds no score, no lagging grade and no person, whatever it is answered with', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(branch, { maxLength: 30 }), fc.boolean(), async (branches, begun) => {
      const { paper } = await draftOf(answering(branches, begun ? hashed(branches) : null));
      const text = JSON.stringify(paper);
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
      expect(tablesOf(paper)[0]?.rows.map(([, name]) => name)).toEqual(
        branches.filter(({ leads }) => leads).map(({ code }) => `${code}党支部`),
      );
    }),
  );
});

it('its query asks for no score and no person', () => {
  expect(noticeList.query).not.toMatch(/score|person|secretary|responsible|actor|findings|totals/i);
});

it('is of the instant at which the notice began, and of now before one did', async () => {
  const branches = [{ code: 'B1', leads: true }];
  expect(await draftOf(answering(branches, hashed(branches)))).toMatchObject({ knownAt: startedAt });
  expect(await draftOf(answering(branches, null))).toMatchObject({ knownAt: '2023-03-01T00:00:00.000Z' });
});

it('refuses to show another list than the one that the notice began with', async () => {
  const branches = [{ code: 'B1', leads: true }];
  const other = answering(branches, hashed([...branches, { code: 'B2', leads: true }]));
  await expect(draftOf(other)).rejects.toMatchObject({ code: 'DOCUMENT_LIST_DIFFERS' });
});
