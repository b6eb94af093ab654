import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { designationNotice } from './designation-notice.document.ts';
import { tablesOf } from './paper.ts';

const secrets = { score: '77.77', label: '后进', person: '欧阳静怡' } as const;
const branch = fc.record({ code: fc.stringMatching(/^B\d{1,4}$/), noticed: fc.boolean() });

/** A designation with everything that a careless query would bring along. */
const answered = ({ code, noticed }: { readonly code: string; readonly noticed: boolean }) => ({
  organization: {
    code,
    name: `${code}党支部`,
    kind: 'branch',
    secretaryPerson: { name: secrets.person },
    parent: { name: '单位', kind: 'unit', secretaryPerson: { name: secrets.person } },
  },
  levelLabel: '市级',
  kindLabel: '示范点',
  status: noticed ? 'noticed' : 'applied',
  inForce: false,
  since: null,
  until: null,
  noticeFrom: noticed ? '2023-04-05' : null,
  noticeTo: noticed ? '2023-04-12' : null,
  openObjections: 1,
  rating: { label: secrets.label, score: secrets.score },
});

const draftOf = (branches: readonly { readonly code: string; readonly noticed: boolean }[], count: number) =>
  designationNotice
    .asked({ programmeId: 'P', year: '2023' }, { today: '2023-04-06', now: '2023-04-06T00:00:00Z' })
    .draft(async () => ({
      programme: {
        title: '示范点',
        levelLabel: '市级',
        kindLabel: '示范点',
        validityYears: 3,
        noticeWorkingDays: 5,
        body: { name: '市委' },
        approval: null,
        batches: [
          { year: '2023', decidedOn: '2023-04-03', documentNo: '组1', count, designations: branches.map(answered) },
        ],
      },
    }));

it('a list for notice of designations holds no score, no grade, no objection and no person', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(branch, { maxLength: 30 }), async (others) => {
      const branches = [{ code: 'B0', noticed: true }, ...others];
      const { paper } = await draftOf(branches, branches.length);
      const text = JSON.stringify(paper);
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
      expect(tablesOf(paper)[0]?.rows.map(([, name]) => name)).toEqual(
        branches.filter(({ noticed }) => noticed).map(({ code }) => `${code}党支部`),
      );
    }),
  );
});

it('its query asks for no score, no grade and no person', () => {
  expect(designationNotice.query).not.toMatch(/score|rating|grade|person|secretary|responsible|actor|findings/i);
});

it('is refused to who does not see all of the batch', async () => {
  await expect(draftOf([{ code: 'B0', noticed: true }], 2)).rejects.toMatchObject({ code: 'DOCUMENT_LIST_DIFFERS' });
});
