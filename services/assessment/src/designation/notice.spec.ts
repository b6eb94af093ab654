import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, type DesignationEvent, WorkingCalendar } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import type { BatchState } from '../batch/batch.state.ts';
import {
  actorFor,
  aProgramme,
  basis,
  body,
  designated,
  inForce,
  named,
  noticed,
  reviewedWhole,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';
import type { DesignatingFacts, NoticeFacts } from './notice.decider.ts';

const designation = specification(designationDecider);
const batchOf = (...organizationIds: string[]): BatchState => ({
  status: 'decided',
  batch: {
    programmeId: 'P',
    bodyId: 'W',
    year: '2023',
    level: 'committee',
    programmeKind: 'party-building-site',
    organizationIds,
    basis,
    effectiveOn: '2023-06-01',
  },
});
/** Withdrawn after the batch was decided, applied for anew and reviewed by all. */
const anew: readonly DesignationEvent[] = [
  ...reviewedWhole,
  { type: 'ApplicationWithdrawn', data: { ...subject, effectiveOn: '2023-06-02' } },
  ...reviewedWhole.map(
    (event) => ({ ...event, data: { ...event.data, effectiveOn: '2023-06-02' } }) as DesignationEvent,
  ),
];
const facts = (overrides: Partial<NoticeFacts> = {}): NoticeFacts => ({
  today: '2023-06-05',
  actor: body,
  programme: aProgramme(),
  batch: batchOf('B1'),
  calendar: new WorkingCalendar([
    {
      year: '2023',
      holidays: [{ says: '端午节', from: '2023-06-22', through: '2023-06-24' }],
      workdays: ['2023-06-25'],
    },
  ]),
  ...overrides,
});

describe('the public notice', () => {
  const start = (data: object = {}): CommandNamed<'StartPublicNotice'> => ({
    name: 'StartPublicNotice',
    data: { ...named, year: '2023', ...data },
  });

  it('lasts five working days, those of the calendar', () => {
    designation
      .given(...reviewedWhole)
      .when(start(), facts())
      .then(noticed);
    // Four days off for 端午节; Sunday, 25 June, is worked.
    expect(designation.given(...reviewedWhole).when(start(), facts({ today: '2023-06-20' })).outcome).toMatchObject({
      events: [{ data: { from: '2023-06-20', to: '2023-06-28' } }],
    });
  });

  it('that began since the batch was decided is taken in by the paper that was put up', () =>
    designation
      .given(...reviewedWhole)
      .when(start({ from: '2023-06-01', basis }), facts())
      .then({
        ...noticed,
        data: { ...noticed.data, effectiveOn: '2023-06-01', from: '2023-06-01', to: '2023-06-08', basis },
      } as DesignationEvent));

  it('is started once', () =>
    designation
      .given(...reviewedWhole, noticed)
      .when(start(), facts())
      .thenNothing());

  it.each<[string, readonly DesignationEvent[], object, Partial<NoticeFacts>, string]>([
    ['of nothing applied for', [], {}, {}, 'APPLICATION_MISSING'],
    ['before all have reviewed it', reviewedWhole.slice(0, 3), {}, {}, 'NOT_IN_BATCH'],
    ['of one that the batch does not name', reviewedWhole, {}, { batch: batchOf('B2') }, 'NOT_IN_BATCH'],
    ['before a batch was decided', reviewedWhole, {}, { batch: { status: 'none' } }, 'NOT_IN_BATCH'],
    ['by another body', reviewedWhole, {}, { actor: actorFor('C') }, 'NOT_THE_BODY'],
    ['from a day that has not come', reviewedWhole, { from: '2023-06-06' }, {}, 'EFFECTIVE_IN_FUTURE'],
    ['from a day before the batch was decided', reviewedWhole, { from: '2023-05-31', basis }, {}, 'ACT_TOO_EARLY'],
    ['from a day before today without its paper', reviewedWhole, { from: '2023-06-04' }, {}, 'NOTICE_DATED_BACK'],
    ['by a batch that was decided on the application before this one', anew, {}, {}, 'BATCH_BEFORE_APPLICATION'],
    ['in a year without a calendar', reviewedWhole, {}, { today: '2024-01-02' }, 'WORKING_DAYS_UNKNOWN'],
  ])('is refused %s', (...[, history, data, given, code]) => {
    designation
      .given(...history)
      .when(start(data), facts(given))
      .thenRefused(code);
  });
});

const raise = (data: object = {}): CommandNamed<'RaiseObjection'> => ({
  name: 'RaiseObjection',
  data: { ...named, objectionId: 'Y1', kind: 'facts', says: '材料不实', ...data },
});
const raised: DesignationEvent = {
  type: 'ObjectionRaised',
  data: {
    ...subject,
    effectiveOn: '2023-06-07',
    objectionId: 'Y1',
    kind: 'facts',
    says: '材料不实',
    raisedOn: '2023-06-07',
  },
};
const resolve = (outcome: 'upheld' | 'rejected'): CommandNamed<'ResolveObjection'> => ({
  name: 'ResolveObjection',
  data: { ...named, objectionId: 'Y1', outcome, reason: '已核实' },
});
const resolved = (outcome: 'upheld' | 'rejected'): DesignationEvent => ({
  type: 'ObjectionResolved',
  data: { ...subject, effectiveOn: '2023-06-08', objectionId: 'Y1', outcome, reason: '已核实' },
});
const underNotice = [...reviewedWhole, noticed];
const on = (today: string) => ({ today, actor: body, programme: aProgramme() });

describe('an objection', () => {
  it('is taken in and settled by the body whose notice it is, and by no other', () => {
    const other = { ...on('2023-06-08'), actor: actorFor('C') };
    designation
      .given(...underNotice)
      .when(raise(), other)
      .thenRefused('NOT_THE_BODY');
    designation
      .given(...underNotice, raised)
      .when(resolve('rejected'), other)
      .thenRefused('NOT_THE_BODY');
  });

  it('is raised once, with its kind and what it says, and never who raised it', () => {
    designation
      .given(...underNotice)
      .when(raise(), on('2023-06-07'))
      .then(raised);
    designation
      .given(...underNotice, raised)
      .when(raise(), on('2023-06-20'))
      .thenNothing();
    designation
      .given(...underNotice, raised)
      .when(raise({ says: '另一件事' }), on('2023-06-07'))
      .thenRefused('DESIGNATION_OBJECTION_EXISTS');
  });

  it.each([
    ['2023-06-04', 'DESIGNATION_OBJECTION_OUT_OF_TIME'],
    ['2023-06-05', null],
    ['2023-06-09', null],
    ['2023-06-10', 'DESIGNATION_OBJECTION_OUT_OF_TIME'],
    ['2023-06-13', 'EFFECTIVE_IN_FUTURE'],
  ])('raised on %s while the notice runs to 10 June, or not', (raisedOn, code) => {
    const when = designation.given(...underNotice).when(raise({ raisedOn }), on('2023-06-12'));
    if (code === null) expect(when.outcome).toHaveProperty('events');
    else when.thenRefused(code);
  });

  it('is settled by another than who took it in, whoever of them typed', () => {
    const takenIn: DesignationEvent = Object.assign({ ...raised }, { metadata: { actor: actorFor('W', 'P-9') } });
    const settledBy = (actor: NoticeFacts['actor']) =>
      designation.given(...underNotice, takenIn).when(resolve('rejected'), { ...on('2023-06-08'), actor });
    settledBy(body).thenRefused('DESIGNATION_OBJECTION_OWN');
    settledBy({ ...actorFor('W', 'P-2'), enteredBy: { personId: 'P-9', documentNo: '1' } }).thenRefused(
      'DESIGNATION_OBJECTION_OWN',
    );
    settledBy(actorFor('W', 'P-2')).then(resolved('rejected'));
  });

  it('is resolved one way', () => {
    const history = [...underNotice, raised];
    designation
      .given(...history)
      .when(resolve('rejected'), on('2023-06-08'))
      .then(resolved('rejected'));
    designation
      .given(...history, resolved('rejected'))
      .when(resolve('rejected'), on('2023-06-09'))
      .thenNothing();
    designation
      .given(...history, resolved('rejected'))
      .when(resolve('upheld'), on('2023-06-09'))
      .thenRefused('DESIGNATION_OBJECTION_RESOLVED');
    designation
      .given(...underNotice)
      .when(resolve('upheld'), on('2023-06-08'))
      .thenRefused('DESIGNATION_OBJECTION_UNKNOWN');
    designation.given().when(raise(), on('2023-06-08')).thenRefused('DESIGNATION_NOTICE_MISSING');
  });
});

describe('the designation', () => {
  const given = (overrides: Partial<DesignatingFacts> = {}): DesignatingFacts => ({
    today: '2023-06-12',
    actor: body,
    programme: aProgramme(),
    isAlive: true,
    ...overrides,
  });
  const designate = (effectiveOn?: string): CommandNamed<'DesignateBranch'> => ({
    name: 'DesignateBranch',
    data: { ...named, basis, ...(effectiveOn !== undefined && { effectiveOn }) },
  });

  it('is announced for its day and holds for the validity of its programme', () => {
    designation
      .given(...underNotice)
      .when(designate('2023-07-01'), given())
      .then(designated());
    designation
      .given(...underNotice)
      .when(designate(), given())
      .then(designated({ effectiveOn: '2023-06-12', until: '2026-06-12' }));
    designation
      .given(...inForce)
      .when(designate(), given())
      .thenNothing();
  });

  it.each<[string, readonly DesignationEvent[], Partial<DesignatingFacts>, string | null]>([
    ['on the last day of the notice', underNotice, { today: '2023-06-09' }, 'DESIGNATION_NOTICE_NOT_OVER'],
    ['on the day after', underNotice, { today: '2023-06-10' }, null],
    ['with an objection open', [...underNotice, raised], {}, 'DESIGNATION_OBJECTION_OPEN'],
    ['with it rejected', [...underNotice, raised, resolved('rejected')], {}, null],
    ['with it upheld', [...underNotice, raised, resolved('upheld')], {}, 'DESIGNATION_OBJECTION_UPHELD'],
    ['without a notice', reviewedWhole, {}, 'DESIGNATION_NOTICE_MISSING'],
    ['by another body', underNotice, { actor: actorFor('C') }, 'NOT_THE_BODY'],
    ['of a dissolved branch', underNotice, { isAlive: false }, 'ORGANIZATION_DISSOLVED'],
  ])('%s', (...[, history, overrides, code]) => {
    const when = designation.given(...history).when(designate(), given(overrides));
    if (code === null) expect(when.outcome).toHaveProperty('events');
    else when.thenRefused(code);
  });

  it.each([
    ['2023-06-09', 'ACT_TOO_EARLY'],
    ['2023-06-10', null],
    ['2025-06-12', null],
    ['2025-06-13', 'ACT_TOO_FAR'],
  ])('announced on 12 June 2023 for %s', (day, code) => {
    const when = designation.given(...underNotice).when(designate(day), given());
    if (code === null) expect(when.outcome).toHaveProperty('events');
    else when.thenRefused(code);
  });
});
