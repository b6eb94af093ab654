import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { designationStream } from '@zhibu/contracts';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { register } from '../testing/duties.ts';
import type { History } from '../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../testing/read-model-under-test.ts';
import { whole } from '../testing/seen.ts';
import { filtered } from '../views/designation/designation-filter.lookup.ts';
import { designation } from '../views/designation/designation.view.ts';
import { clocks, holds, type Moment } from '../views/moment.ts';
import { keyInList, type Listed } from './list.lookup.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

const OWNERS = ['B1', 'B2', 'B3', 'U'];
const dayAt = (days: number): string => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10);
const day = fc.nat(40).map(dayAt);

/** A step of a designation by one of two programmes; no decider stands between, so that any may follow any, dated anyhow. */
const step = fc.record({
  programmeId: fc.constantFrom<string>('P', 'Q'),
  organizationId: fc.constantFrom<string>(...OWNERS),
  type: fc.constantFrom<string>('DesignationApplied', 'ObjectionRaised', 'BranchDesignated', 'DesignationRevoked'),
  effectiveOn: day,
  dueOn: fc.option(day, { nil: undefined }),
  atOnce: fc.boolean(),
});

function recorded(history: History, { atOnce, type, ...data }: typeof step extends fc.Arbitrary<infer S> ? S : never) {
  if (atOnce) history.atOnce();
  const named = { level: 'city', programmeKind: 'party-building-site' };
  history.record(designationStream(data.programmeId, data.organizationId), type, { ...named, ...data });
}

/** Where instances stand, worked out from their steps when it is asked, in the order of lists. */
const WORKED_OUT = `SELECT organization_id || ' ' || key AS entry FROM (
    SELECT s.key, s.organization_id,
      (array_agg(s.status ORDER BY s.revision DESC) FILTER (WHERE s.status IS NOT NULL))[1] AS status,
      (array_agg((s.said ->> 'dueOn')::date ORDER BY s.revision DESC))[1] AS due_on
    FROM designation_step s WHERE s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz
      AND EXISTS (SELECT FROM place p WHERE p.organization_id = s.organization_id AND p.ancestor_id = 'P' AND ${holds('p')})
    GROUP BY s.key, s.organization_id HAVING count(s.status) > 0) standing
  WHERE ($3::text IS NULL OR status = $3) AND ($4::date IS NULL OR due_on < $4::date) ORDER BY entry`;

async function workedOut(moment: Moment, status: string | null, dueBefore: string | null): Promise<readonly string[]> {
  const values = [...clocks(moment), status, dueBefore];
  return (await under.owner.query<{ entry: string }>(WORKED_OUT, values)).rows.map(({ entry }) => entry);
}

const dueBefore =
  (asked: string): Listed['where'] =>
  (bound) => [`due_on < ${bound(asked)}::date`];

it('lists on any day, as known at any instant, what follows from the steps', async () => {
  const drawn = fc.array(step, { minLength: 1, maxLength: 25 });
  const status = fc.constantFrom('applied', 'designated', 'revoked');
  await fc.assert(
    fc.asyncProperty(drawn, day, fc.nat(24), status, async (steps, asOf, known, asked) => {
      await under.empty();
      const history = register();
      for (const one of steps) recorded(history, one);
      await under.apply(history.events);
      const moment = { asOf, knownAt: history.events.at(-1 - known)?.recordedAt };
      const listed = async (filter: Omit<Listed, 'under'>) => {
        const found = await designation.under(
          under.model,
          { under: whole('P'), ...filter },
          { moment, page: { first: 200 } },
        );
        return [found.totalCount, found.ids];
      };
      const [all, some, due] = [
        await workedOut(moment, null, null),
        await workedOut(moment, asked, null),
        await workedOut(moment, null, asOf),
      ];
      expect(await listed(filtered({}))).toEqual([all.length, all]);
      expect(await listed(filtered({ status: asked }))).toEqual([some.length, some]);
      expect(await listed({ where: dueBefore(asOf) })).toEqual([due.length, due]);
    }),
    { numRuns: runs(40) },
  );
}, 120_000);

it('comes page by page in the same order where there are more than are sorted at once', async () => {
  const history = register();
  const programmes = Array.from({ length: 600 }, (_, index) => `P-${index}`);
  for (const programmeId of programmes)
    for (const organizationId of OWNERS)
      recorded(history, {
        programmeId,
        organizationId,
        type: 'DesignationApplied',
        effectiveOn: '2023-01-10',
        dueOn: undefined,
        atOnce: false,
      });
  await under.apply(history.events);
  const moment = { asOf: '2023-02-01' };
  const pages: string[] = [];
  for (let hasNext = true; hasNext;) {
    const page = { first: 199, after: pages.at(-1) };
    const found = await designation.under(under.model, { under: whole('P'), ...filtered({}) }, { moment, page });
    pages.push(...found.ids);
    expect(found.totalCount).toBe(programmes.length * OWNERS.length);
    ({ hasNext } = found);
  }
  expect(pages).toEqual(await workedOut(moment, null, null));
  expect(keyInList(pages[0] ?? '')).toBe('P-0 B1');
}, 120_000);
