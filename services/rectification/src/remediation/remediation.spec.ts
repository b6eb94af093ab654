import { expect, it } from '@jest/globals';
import { type CommandNamed, remediationContract, type RemediationEvent } from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { actingFor, asSuperior, followUp, remediationOpened as opened, sent, sentBy } from '../testing/examples.ts';
import { remediationDecider } from './remediation.decider.ts';

const remediation = specification(remediationDecider);
const of = { branchId: 'B1', year: '2022' };
const inspectionId = 'HF-1';
const open: CommandNamed<'OpenRemediation'> = { name: 'OpenRemediation', data: { ...of, effectiveOn: '2022-12-31' } };
const accept: CommandNamed<'AcceptRemediation'> = { name: 'AcceptRemediation', data: { ...of, inspectionId } };
const confirm: CommandNamed<'ConfirmAcceptance'> = { name: 'ConfirmAcceptance', data: of };
const goOn: CommandNamed<'ContinueRemediation'> = { name: 'ContinueRemediation', data: { ...of, reason: '未见成效' } };
const withdraw: CommandNamed<'WithdrawRemediation'> = { name: 'WithdrawRemediation', data: { ...of, reason: '更正' } };
const ended = <Type extends RemediationEvent['type']>(type: Type, data: object) =>
  ({ type, data: { ...of, effectiveOn: '2023-03-01', ...data } }) as RemediationEvent;
const accepted = ended('RemediationAccepted', { inspectionId });
const confirmed = ended('AcceptanceConfirmed', {});
const withdrawn = ended('RemediationWithdrawn', { because: 'grade-changed', reason: '更正' });
const lagging = [{ scheme: 'classification', roundId: 'W:classification:2022' }];
const appraised = { scheme: 'appraisal', roundId: 'W:appraisal:2022' };
const graded = { ...sent, lagging, dissolvedOn: null };
const better = { ...graded, lagging: [] };
const acceptable = { ...asSuperior, openProblems: [], conclusion: followUp() };
const asCommittee = { ...actingFor('W'), committeeId: 'W' };

it('opens on a confirmed grade of lagging standing, once, and owes a plan within 15 days of hearing of it', () => {
  remediation.given().when(open, graded).then(opened);
  remediation.given(opened).when(open, graded).thenNothing();
});

it('does not open without such a grade, or of a branch dissolved by then', () => {
  remediation.given().when(open, better).thenRefused('NO_CONFIRMED_LAGGING_GRADE');
  remediation
    .given()
    .when(open, { ...graded, dissolvedOn: '2022-12-31' })
    .thenRefused('BRANCH_DISSOLVED');
});

it('opens again when the grade is lagging once more, but not after the superior’s word', () => {
  remediation
    .given(opened, withdrawn)
    .when(open, graded)
    .then(ended('RemediationOpened', { grounds: lagging, owes: 'plan', dueOn: '2023-03-16', dueVersion: 2 }));
  for (const word of [accepted, confirmed]) remediation.given(opened, accepted, word).when(open, graded).thenNothing();
});

it('takes a second lagging grade of the year as another ground, once, while it goes on', () => {
  const add: CommandNamed<'AddGround'> = { name: 'AddGround', data: of };
  const both = { ...graded, lagging: [...lagging, appraised] };
  const added = ended('GroundAdded', { grounds: [appraised], owes: 'plan', dueOn: '2023-03-16', dueVersion: 1 });
  remediation.given(opened).when(add, both).then(added);
  remediation.given(opened, added).when(add, both).thenNothing();
  remediation.given(opened).when(add, graded).thenNothing();
  remediation.given(opened, withdrawn).when(add, both).thenNothing();
  remediation.given().when(add, both).thenNothing();
});

const plan = (more: object = {}): CommandNamed<'PlanRemediation'> => ({
  name: 'PlanRemediation',
  data: { ...of, helperId: 'P-5', measures: '逐项整改', ...more },
});
const planned = ended('RemediationPlanned', {
  helperId: 'P-5',
  measures: '逐项整改',
  until: '2023-09-01',
  owes: 'report',
  dueOn: '2023-04-01',
  dueVersion: 2,
});
const report: CommandNamed<'ReportRemediation'> = { name: 'ReportRemediation', data: { ...of, says: '过半' } };
const reported = ended('RemediationReported', {
  says: '过半',
  reporterId: 'P-2',
  owes: 'report',
  dueOn: '2023-04-01',
  dueVersion: 3,
});

it('is planned with a helper and measures, for six months at most, and then owes a report a month', () => {
  remediation.given(opened).when(plan(), sent).then(planned);
  remediation.given(opened, planned).when(plan(), sent).thenNothing();
  expect(remediation.given(opened).when(plan({ until: '2023-03-02' }), sent).outcome).toHaveProperty('events');
  remediation
    .given(opened)
    .when(plan({ until: '2023-03-01' }), sent)
    .thenRefused('TERM_PAST');
  remediation
    .given(opened)
    .when(plan({ until: '2023-09-02' }), sent)
    .thenRefused('TERM_TOO_LONG');
  remediation.given(opened, withdrawn).when(plan(), sent).thenRefused('REMEDIATION_NOT_OPEN');
  remediation.given().when(plan(), sent).thenRefused('REMEDIATION_NOT_OPEN');
});

const plannedOn = (effectiveOn: string, until: string): RemediationEvent =>
  ended('RemediationPlanned', {
    effectiveOn,
    helperId: 'P-5',
    measures: '逐项整改',
    until,
    owes: 'report',
    dueOn: '2023-03-06',
    dueVersion: 2,
  });

it('counts its term, its reports and a continuation from the day of a step that a superior dates back', () => {
  const back = { effectiveOn: '2023-02-06', reason: '补录' };
  const on = (until: string) => remediation.given(opened).when(plan({ ...back, until }), asSuperior);
  on('2023-02-06').thenRefused('TERM_PAST');
  for (const until of ['2023-02-07', '2023-08-06']) on(until).then(plannedOn('2023-02-06', until));
  on('2023-08-07').thenRefused('TERM_TOO_LONG');
  const running = plannedOn('2022-12-31', '2023-01-31');
  const owed = { effectiveOn: '2023-02-06', owes: 'report', dueOn: '2023-03-06', dueVersion: 3 };
  remediation
    .given(opened, running)
    .when({ ...report, data: { ...report.data, ...back } }, actingFor('C1', 'P-2'))
    .then(ended('RemediationReported', { ...owed, says: '过半', reporterId: 'P-2' }));
  remediation
    .given(opened, running)
    .when({ ...goOn, data: { ...goOn.data, effectiveOn: '2023-02-06' } }, asSuperior)
    .then(ended('RemediationContinued', { ...owed, until: '2023-05-06', reason: '未见成效' }));
});

it('is reported on once it is planned, by whoever sends it', () => {
  remediation.given(opened, planned).when(report, sentBy('P-2')).then(reported);
  remediation.given(opened, planned, reported).when(report, sentBy('P-2')).thenNothing();
  remediation.given(opened).when(report, sent).thenRefused('REMEDIATION_NOT_PLANNED');
});

it.each<['branch-secretary' | 'party-group' | 'work-committee', string, string]>([
  ['branch-secretary', '2023-03-16', '2023-03-17'],
  ['party-group', '2023-03-22', '2023-03-23'],
  ['work-committee', '2023-04-14', '2023-04-15'],
])('tells the %s of a plan that is missing not on %s but on %s, once', (level, before, from) => {
  const escalate: CommandNamed<'EscalateRemediation'> = {
    name: 'EscalateRemediation',
    data: { ...of, level, dueVersion: 1 },
  };
  const told = ended('RemediationEscalated', {
    effectiveOn: from,
    owes: 'plan',
    dueOn: '2023-03-16',
    dueVersion: 1,
    level,
    answeringId: 'O',
  });
  remediation
    .given(opened)
    .when(escalate, { today: before, answering: null, partyGroup: 'U' })
    .thenRefused('ESCALATION_NOT_DUE');
  remediation.given(opened).when(escalate, { today: from, answering: 'O', partyGroup: 'U' }).then(told);
  remediation.given(opened, told).when(escalate, { today: from, answering: 'O', partyGroup: 'U' }).thenNothing();
  remediation
    .given(opened, planned)
    .when(escalate, { today: from, answering: 'O', partyGroup: 'U' })
    .thenRefused('ESCALATION_NOT_DUE');
});

it('is accepted by the superior after a follow-up that was passed, when the branch’s problems are closed, once', () => {
  remediation.given(opened).when(accept, acceptable).then(accepted);
  remediation.given(opened, accepted).when(accept, acceptable).thenNothing();
  remediation
    .given(opened)
    .when(accept, { ...acceptable, openProblems: ['p1'] })
    .thenRefused('REMEDIATION_PROBLEMS_OPEN');
});

it('is confirmed by the work committee once it is accepted, and by nobody else', () => {
  remediation.given(opened, accepted).when(confirm, asCommittee).then(confirmed);
  remediation.given(opened, accepted, confirmed).when(confirm, asCommittee).thenNothing();
  remediation.given(opened).when(confirm, asCommittee).thenRefused('REMEDIATION_NOT_ACCEPTED');
  const by = (organizationId?: string) =>
    remediation.given(opened, accepted).when(confirm, { ...actingFor(organizationId), committeeId: 'W' });
  by('C1').thenRefused('NOT_THE_COMMITTEE');
  by().thenRefused('ACTS_FOR_NOBODY');
});

const continued = (until: string, dueVersion: number) =>
  ended('RemediationContinued', { until, reason: '未见成效', owes: 'report', dueOn: '2023-04-01', dueVersion });

it('is continued for three months, twice at most', () => {
  const [once, twice] = [continued('2023-12-01', 3), continued('2024-03-01', 4)];
  remediation.given(opened, planned).when(goOn, asSuperior).then(once);
  remediation.given(opened, planned, once).when(goOn, asSuperior).then(twice);
  remediation.given(opened, planned, once, twice).when(goOn, asSuperior).thenRefused('CONTINUATIONS_EXHAUSTED');
  remediation.given(opened).when(goOn, asSuperior).then(continued('2023-06-01', 2));
});

it.each([
  ['2023-09-01', [], 'superior'],
  ['2023-12-01', [continued('2023-12-01', 3)], 'superior'],
  ['2024-03-01', [continued('2023-12-01', 3), continued('2024-03-01', 4)], 'party-group'],
])(
  'tells that its term is over from the day after %s on, to the party group once it may not be continued',
  (until, longer, level) => {
    const tell: CommandNamed<'EscalateRemediation'> = {
      name: 'EscalateRemediation',
      data: { ...of, level: 'superior', dueVersion: 1 },
    };
    const on = (today: string) => ({ today, answering: 'C1', partyGroup: 'U' });
    const asked = remediation.given(opened, planned, ...longer);
    for (const early of ['2023-08-31', until]) asked.when(tell, on(early)).thenRefused('ESCALATION_NOT_DUE');
    const after = new Date(Date.parse(until) + 86_400_000).toISOString().slice(0, 10);
    expect(asked.when(tell, on(after)).outcome).toHaveProperty(
      'events.0.data',
      expect.objectContaining({
        level,
        dueOn: until,
        effectiveOn: after,
        answeringId: level === 'superior' ? 'C1' : 'U',
      }),
    );
  },
);

it.each([
  ['accepted', accept],
  ['continued', goOn],
])('is %s by a superior alone, and only while it goes on', (_what, command) => {
  const by = (organizationId?: string) =>
    remediation.given(opened).when(command, { ...acceptable, ...actingFor(organizationId) });
  expect(by('W').outcome).toHaveProperty('events');
  for (const other of ['C2', 'B1']) by(other).thenRefused('NOT_THE_SUPERIOR');
  by().thenRefused('ACTS_FOR_NOBODY');
  remediation.given().when(command, acceptable).thenRefused('REMEDIATION_NOT_OPEN');
  remediation.given(opened, withdrawn).when(command, acceptable).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn when no lagging grade holds any longer, once', () => {
  remediation.given(opened).when(withdraw, better).then(withdrawn);
  remediation.given(opened, withdrawn).when(withdraw, better).thenNothing();
  remediation.given().when(withdraw, better).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn with its branch, and for no other reason', () => {
  remediation
    .given(opened)
    .when(withdraw, { ...graded, dissolvedOn: '2023-02-01' })
    .then(ended('RemediationWithdrawn', { because: 'branch-dissolved', reason: '更正' }));
  remediation.given(opened).when(withdraw, graded).thenRefused('REMEDIATION_STILL_DUE');
});

it('never ends before it began', () => {
  const { outcome } = remediation
    .given(opened)
    .when({ name: 'WithdrawRemediation', data: { ...of, reason: '更正', effectiveOn: '2022-06-30' } }, better);
  expect(outcome).toMatchObject({ events: [{ data: { effectiveOn: '2022-12-31' } }] });
});

it('has after every history the status that its last step leads to', () => {
  const opening = { command: open, facts: graded };
  const accepting = { command: accept, facts: acceptable };
  const others: Asked[] = [
    { command: { name: 'AddGround', data: of }, facts: { ...graded, lagging: [...lagging, appraised] } },
    { command: plan(), facts: sent },
    { command: report, facts: sent },
    {
      command: { name: 'EscalateRemediation', data: { ...of, level: 'branch-secretary', dueVersion: 1 } },
      facts: { today: '2023-03-17', answering: null },
    },
    { command: goOn, facts: asSuperior },
    { command: confirm, facts: asCommittee },
    { command: withdraw, facts: better },
  ];
  const [adding, planning, reporting, escalating, continuing, confirming, withdrawing] = others;
  const seen = new Set<string>();
  const examples = [
    [opening, adding, escalating, planning, reporting, continuing, accepting, confirming],
    [opening, withdrawing],
  ].map((steps): [Asked[]] => [steps.flatMap((step) => step ?? [])]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(opening, accepting, ...others), { maxLength: 10 }), (all) => {
      for (const type of holdStatusLaw(remediationContract, remediationDecider, all)) seen.add(type);
    }),
    { examples },
  );
  expect([...seen].sort()).toEqual(Object.keys(remediationContract.events).sort());
});

it('ends by the dissolution alone once it is accepted, and never once that is confirmed', () => {
  const gone = { ...graded, dissolvedOn: '2023-03-01' };
  const byDissolution = ended('RemediationWithdrawn', { because: 'branch-dissolved', reason: '更正' });
  for (const grades of [gone, { ...gone, lagging: [] }])
    remediation.given(opened, accepted).when(withdraw, grades).then(byDissolution);
  for (const facts of [better, { ...gone, dissolvedOn: '2023-03-02' }])
    remediation.given(opened, accepted).when(withdraw, facts).thenRefused('REMEDIATION_NOT_OPEN');
  remediation.given(opened, accepted, confirmed).when(withdraw, gone).thenRefused('REMEDIATION_NOT_OPEN');
});
