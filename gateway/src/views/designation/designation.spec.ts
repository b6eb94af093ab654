import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { designationStream, programmeStream } from '@zhibu/contracts';
import { keyInList } from '../../process/list.lookup.ts';
import { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { seen, whole } from '../../testing/seen.ts';
import { branchesUnder } from '../branch/branch.lookup.ts';
import { focusList } from '../focus/focus.lookup.ts';
import { designationCounts } from './designation-counting.rules.ts';
import { filtered } from './designation-filter.lookup.ts';
import { designationIn } from './designation.rules.ts';
import { designation } from './designation.view.ts';
import { reinspectionLoader } from './reinspection.lookup.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

const basis = { documentNo: '工委〔2023〕12号' };
const kindOf = { level: 'committee', programmeKind: 'party-building-site' };

/** What Assessment would record of the programme P and of the branches that it designates. */
class Naming {
  readonly history = new History()
    .register('C', 'work-committee')
    .edition()
    .register('A', 'branch', 'C')
    .register('B', 'branch', 'C')
    .register('D', 'branch', 'C');

  constructor() {
    this.history.record(programmeStream('P'), 'ProgrammeRegistered', {
      programmeId: 'P',
      bodyId: 'C',
      ...kindOf,
      title: '示范点',
      subjects: ['branch'],
      validityYears: 3,
      noticeWorkingDays: 5,
      cycleMonths: 12,
      effectiveOn: '2021-01-10',
    });
  }

  step(organizationId: string, type: string, effectiveOn: string, data: object = {}): this {
    const about = { programmeId: 'P', organizationId, ...kindOf };
    this.history.record(designationStream('P', organizationId), type, { ...about, effectiveOn, ...data });
    return this;
  }

  applied(organizationId: string, effectiveOn = '2023-04-10'): this {
    return this.step(organizationId, 'DesignationApplied', effectiveOn, { recommendation: basis });
  }

  named(organizationId: string, effectiveOn = '2022-07-01'): this {
    return this.step(organizationId, 'BranchDesignated', effectiveOn, { basis, year: '2022', until: '2025-07-01' });
  }

  inspected(organizationId: string, outcome: 'Passed' | 'Conditional' | 'Failed', on: string, data: object = {}): this {
    return this.step(organizationId, `Reinspection${outcome}`, on, { inspectedOn: on, basis, ...data });
  }
}

const on = async (organizationId: string, asOf: string, knownAt?: string) => {
  const [found] = await designation
    .ofBranch({ model: under.model, moment: { asOf, knownAt } })
    .load(seen(organizationId));
  return found && { ...found, ...designationIn(found) };
};

it('shows where a designation stands, on any day and as known then', async () => {
  const naming = new Naming().applied('A', '2022-04-10').named('A');
  const before = naming.history.now;
  naming.step('A', 'DesignationRevoked', '2023-03-01', { revocationId: 'R-1', basis, plaqueDueOn: '2023-03-16' });
  await under.apply(naming.history.events);
  expect(await on('A', '2022-04-09')).toBeUndefined();
  expect(await on('A', '2022-06-30')).toMatchObject({ status: 'applied', since: '2022-04-10', until: null });
  expect(await on('A', '2022-07-01')).toMatchObject({
    status: 'designated',
    since: '2022-07-01',
    until: '2025-07-01',
    documentNo: basis.documentNo,
    level: 'committee',
  });
  expect(await on('A', '2023-03-01')).toMatchObject({ status: 'revoked', plaqueDueOn: '2023-03-16' });
  expect(await on('A', '2023-03-01', before)).toMatchObject({ status: 'designated', plaqueDueOn: null });
  naming.step('A', 'PlaqueReturned', '2023-03-10');
  await under.apply(naming.history.events.slice(-1));
  expect(await on('A', '2023-03-10')).toMatchObject({ status: 'revoked', plaqueDueOn: null });
});

it('says of a notice how long it runs and how many objections are open', async () => {
  const naming = new Naming()
    .applied('A')
    .step('A', 'PublicNoticeStarted', '2023-06-05', {
      year: '2023',
      from: '2023-06-05',
      to: '2023-06-10',
      workingDays: 5,
    })
    .step('A', 'ObjectionRaised', '2023-06-06', {
      objectionId: 'Y1',
      kind: 'facts',
      says: '不实',
      raisedOn: '2023-06-06',
    });
  await under.apply(naming.history.events);
  const notice = { from: '2023-06-05', to: '2023-06-10' };
  expect(await on('A', '2023-06-06')).toMatchObject({ status: 'noticed', notice, openObjections: 1 });
  naming.step('A', 'ObjectionResolved', '2023-06-08', { objectionId: 'Y1', outcome: 'rejected', reason: '属实' });
  await under.apply(naming.history.events.slice(-1));
  expect(await on('A', '2023-06-08')).toMatchObject({ openObjections: 0 });
});

describe('under an organization', () => {
  beforeEach(async () => {
    const naming = new Naming()
      .named('A')
      .applied('B')
      .step('D', 'PriorDesignationRecorded', '2021-07-01', { basis, source: 'register.csv', level: 'city' })
      .inspected('D', 'Conditional', '2023-05-01', { problems: ['不全'], graceUntil: '2023-05-31', level: 'city' });
    await under.apply(naming.history.events);
  });
  const moment = { asOf: '2023-06-01' };

  it('counts by level, kind and status', async () => {
    expect(designationCounts(await designation.counts.under(under.model, seen('C'), moment))).toEqual([
      { level: 'city', kind: 'party-building-site', status: 'conditional', count: 1 },
      { level: 'committee', kind: 'party-building-site', status: 'applied', count: 1 },
      { level: 'committee', kind: 'party-building-site', status: 'designated', count: 1 },
    ]);
    const earlier = await designation.counts.under(under.model, seen('C'), { asOf: '2021-12-31' });
    expect(designationCounts(earlier)).toEqual([
      { level: 'city', kind: 'party-building-site', status: 'designated', count: 1 },
    ]);
  });

  it.each<[string, Parameters<typeof filtered>[0], readonly string[]]>([
    ['all', {}, ['P A', 'P B', 'P D']],
    ['of a level', { level: 'city' }, ['P D']],
    ['of a kind that there is not', { kind: 'advanced-organization' }, []],
    ['of a status', { status: 'applied' }, ['P B']],
    ['in force', { inForce: true }, ['P A', 'P D']],
    ['not in force', { inForce: false }, ['P B']],
    ['of a programme', { programme: 'P' }, ['P A', 'P B', 'P D']],
    ['to be inspected by the end of May', { reinspectionDueBy: '2023-05-31' }, ['P D']],
    ['to be inspected by 1 July', { reinspectionDueBy: '2023-07-01' }, ['P A', 'P D']],
  ])('lists those %s', async (_which, filter, keys) => {
    const { ids, totalCount } = await designation.under(
      under.model,
      { under: whole('C'), ...filtered(filter) },
      { moment, page: { first: 10 } },
    );
    expect([ids.map(keyInList), totalCount]).toEqual([keys, keys.length]);
  });

  it('has the designated and the applied on the focus list, and tells the designated from the others', async () => {
    const { entries } = await focusList(under.model, { under: whole('C'), moment }, { first: 10 });
    expect(entries.map(({ branchId, reasons }) => [branchId, reasons.map(({ zh }) => zh)])).toEqual([
      ['A', ['市直工委级基层党建示范点：已命名']],
      ['B', ['市直工委级基层党建示范点：已申报']],
      ['D', ['市级基层党建示范点：限期整改']],
    ]);
    const page = await focusList(under.model, { under: whole('C'), moment }, { first: 1, after: 'A' });
    expect(page).toMatchObject({ totalCount: 3, hasNext: true, entries: [{ branchId: 'B' }] });
    const designated = async (is: boolean) => {
      const filter = { designated: is };
      const found = await branchesUnder(under.model, { under: whole('C'), filter }, { moment, page: { first: 10 } });
      return [found.ids, found.totalCount];
    };
    expect([await designated(true), await designated(false)]).toEqual([
      [['A', 'D'], 2],
      [['B'], 1],
    ]);
  });
});

describe('a reinspection is due', () => {
  const due = async (asOf: string, knownAt?: string) => {
    const found = await on('A', asOf, knownAt);
    if (!found) throw new Error('nothing is designated');
    return reinspectionLoader({ model: under.model, moment: { asOf, knownAt } }).load(found.key);
  };

  it('by the cycle of the programme, from the naming or the last look that passed', async () => {
    const naming = new Naming().named('A').inspected('A', 'Passed', '2023-05-10');
    await under.apply(naming.history.events);
    expect([await due('2023-05-09'), await due('2023-05-10')]).toEqual(['2023-07-01', '2024-05-10']);
  });

  it('at the end of a grace, and not once it has failed: then a case is', async () => {
    const naming = new Naming()
      .named('A')
      .inspected('A', 'Conditional', '2023-05-10', { problems: ['不全'], graceUntil: '2023-06-09' })
      .inspected('A', 'Failed', '2023-06-05', { problems: ['不全'], proposeBy: '2023-07-05' });
    await under.apply(naming.history.events);
    expect([await due('2023-05-10'), await due('2023-06-05')]).toEqual(['2023-06-09', null]);
    expect(await on('A', '2023-06-05')).toMatchObject({ status: 'failed', proposeBy: '2023-07-05' });
  });

  it('within 60 days of a confirmed grade below leading standing; a provisional one, and a prior one, asks for none', async () => {
    const naming = new Naming().named('A');
    naming.history.grade('A', '2021', { grade: 'general', type: 'PriorGradeRecorded' });
    naming.history.grade('A', '2022', { grade: 'general' });
    const provisional = naming.history.now;
    naming.history.closeRound('classification', '2022');
    await under.apply(naming.history.events);
    expect(await due('2023-01-31', provisional)).toBe('2023-07-01');
    // Confirmed on 1 January 2023, the first day of the sample's log.
    expect(await due('2023-01-31')).toBe('2023-03-02');
  });

  /** A step of another designation of A, by the programme Q. */
  const byQ = ({ history }: Naming, type: string, effectiveOn: string, data: object): void => {
    const about = { programmeId: 'Q', organizationId: 'A', ...kindOf };
    history.record(designationStream('Q', 'A'), type, { ...about, effectiveOn, ...data });
  };
  const revoked = { revocationId: 'R-1', basis, plaqueDueOn: '2023-03-16' };

  it('within 60 days of the revocation of a lower level, until a look came after it or an appeal undid it', async () => {
    const naming = new Naming().step('A', 'BranchDesignated', '2022-07-01', { basis, year: '2022', level: 'city' });
    byQ(naming, 'BranchDesignated', '2022-07-01', { basis, year: '2022' });
    byQ(naming, 'DesignationRevoked', '2023-03-01', revoked);
    await under.apply(naming.history.events);
    const before = naming.history.now;
    expect([await due('2023-02-28'), await due('2023-03-01')]).toEqual(['2023-07-01', '2023-04-30']);
    naming.inspected('A', 'Passed', '2023-04-10', { level: 'city' });
    byQ(naming, 'DesignationRestored', '2023-03-01', { because: 'appeal-overturned', reason: '成立' });
    await under.apply(naming.history.events.slice(-2));
    expect([await due('2023-04-09'), await due('2023-04-09', before), await due('2023-04-10')]).toEqual([
      '2023-07-01',
      '2023-04-30',
      '2024-04-10',
    ]);
  });

  it('by no revocation of a level above', async () => {
    const naming = new Naming().named('A');
    byQ(naming, 'DesignationRevoked', '2023-03-01', { ...revoked, level: 'city' });
    await under.apply(naming.history.events);
    expect(await due('2023-03-01')).toBe('2023-07-01');
  });

  it('within 60 days of a reassessment below leading standing', async () => {
    const naming = new Naming().named('A');
    naming.history.grade('A', '2022', { grade: 'advanced' }).closeRound('classification', '2022');
    naming.history.grade('A', '2022', { grade: 'lagging', type: 'GradeReassessed', effectiveOn: '2023-03-10' });
    await under.apply(naming.history.events);
    expect(await due('2023-03-10')).toBe('2023-05-09');
  });

  it('no longer by a grade that a look came after', async () => {
    const naming = new Naming().named('A');
    naming.history.grade('A', '2022', { grade: 'general' }).closeRound('classification', '2022');
    naming.inspected('A', 'Passed', '2023-02-10');
    await under.apply(naming.history.events);
    expect(await due('2023-02-10')).toBe('2024-02-10');
  });
});
