import { describe, expect, it } from '@jest/globals';
import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  actorFor,
  aProgramme,
  basis,
  body,
  designated,
  inForce,
  named,
  prior,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';
import type { ReinspectionFacts } from './reinspection.decider.ts';

const designation = specification(designationDecider);
const byBody = (today: string) => ({ today, actor: body, programme: aProgramme() });
const problems = ['活动记录不全'];

type Reinspection = CommandNamed<'RecordReinspection'>['data'];
/** What the inspection I1 of 10 May 2024 concluded. */
const reinspect = (outcome: Reinspection['outcome'], data: Partial<Reinspection> = {}) => ({
  name: 'RecordReinspection' as const,
  data: {
    ...named,
    outcome,
    inspectedOn: '2024-05-10',
    inspectionId: 'I1',
    ...(outcome !== 'passed' && { problems }),
    ...data,
  },
});
const second = { inspectedOn: '2024-06-05', inspectionId: 'I2' };
const bySystem = (today: string, looks: ReinspectionFacts['looks'] = []): ReinspectionFacts => ({
  today,
  actor: { personId: 'system', role: 'system' },
  programme: aProgramme(),
  looks,
});
const inspected = { ...subject, effectiveOn: '2024-05-10', inspectedOn: '2024-05-10', inspectionId: 'I1' };
const passed: DesignationEvent = { type: 'ReinspectionPassed', data: inspected };
const conditional: DesignationEvent = {
  type: 'ReinspectionConditional',
  data: { ...inspected, problems, graceUntil: '2024-06-09' },
};
const failed: DesignationEvent = {
  type: 'ReinspectionFailed',
  data: { ...inspected, problems, proposeBy: '2024-06-09' },
};

describe('a reinspection', () => {
  it('passes, grants a grace of 30 days, or fails, so that a case is proposed within 30 days', () => {
    designation
      .given(...inForce)
      .when(reinspect('passed'), bySystem('2024-05-12'))
      .then(passed);
    designation
      .given(...inForce)
      .when(reinspect('conditional'), bySystem('2024-05-12'))
      .then(conditional);
    designation
      .given(...inForce)
      .when(reinspect('failed'), bySystem('2024-05-12'))
      .then(failed);
  });

  it.each([
    ['passed' as const, passed],
    ['conditional' as const, conditional],
    ['failed' as const, failed],
  ])('is recorded once of one inspection: %s', (outcome, recorded) => {
    designation
      .given(...inForce, recorded)
      .when(reinspect(outcome), bySystem('2024-05-12'))
      .thenNothing();
  });

  it('is looked at a second time once: what would be conditional again has failed', () => {
    const history = [...inForce, conditional];
    const after = (outcome: Reinspection['outcome']) =>
      designation.given(...history).when(reinspect(outcome, second), bySystem('2024-06-06', [known('conditional')]))
        .outcome;
    expect(after('passed')).toMatchObject({ events: [{ type: 'ReinspectionPassed', data: { inspectionId: 'I2' } }] });
    for (const outcome of ['conditional', 'failed'] as const)
      expect(after(outcome)).toMatchObject({
        events: [{ type: 'ReinspectionFailed', data: { inspectionId: 'I2', problems, proposeBy: '2024-07-05' } }],
      });
  });

  const known = (outcome: Reinspection['outcome'], data: Partial<Reinspection> = {}) => ({
    ...reinspect(outcome, data).data,
    inspectionId: data.inspectionId ?? 'I1',
  });

  it('counts by the day of its visit, whichever conclusion came first', () => {
    const later: DesignationEvent = {
      type: 'ReinspectionPassed',
      data: { ...inspected, effectiveOn: '2024-06-05', ...second },
    };
    const looks = [known('passed', second)];
    designation
      .given(...inForce, later)
      .when(reinspect('conditional'), bySystem('2024-06-08', looks))
      .thenNothing();
    designation
      .given(...inForce, later)
      .when(reinspect('failed'), bySystem('2024-06-08', looks))
      .then(failed);
  });

  it('that passed between two that did not takes the failure back', () => {
    const [before, between] = [known('conditional'), { inspectedOn: '2024-05-20', inspectionId: 'I3' }];
    const secondly: DesignationEvent = {
      type: 'ReinspectionFailed',
      data: { ...inspected, ...second, effectiveOn: '2024-06-05', problems, proposeBy: '2024-07-05' },
    };
    designation
      .given(...inForce, conditional, secondly)
      .when(reinspect('passed', between), bySystem('2024-06-08', [before, known('conditional', second)]))
      .then({
        type: 'ReinspectionConditional',
        data: { ...inspected, ...second, effectiveOn: '2024-06-05', problems, graceUntil: '2024-07-05' },
      });
  });

  it.each<[string, readonly DesignationEvent[], Partial<Reinspection>, string]>([
    ['of nothing in force', [], {}, 'NOT_DESIGNATED'],
    ['of a visit before the naming', [designated({ effectiveOn: '2024-06-01' })], {}, 'BEFORE_LAST_STEP'],
    ['after one that failed', [...inForce, failed], second, 'REINSPECTION_FAILED'],
    [
      'of a visit before what a waiver has settled',
      [
        ...inForce,
        failed,
        { type: 'RevocationWaived', data: { ...subject, effectiveOn: '2024-05-20', reason: '轻微' } },
      ],
      { inspectedOn: '2024-05-09', inspectionId: 'I2' },
      'BEFORE_LAST_STEP',
    ],
  ])('has nothing to record %s', (...[, history, data, code]) => {
    designation
      .given(...history)
      .when(reinspect('conditional', data), bySystem('2024-06-12'))
      .thenRefused(code);
    designation
      .given(...history)
      .when(reinspect('conditional', data), bySystem('2024-06-12', [known('failed')]))
      .thenRefused(code);
  });

  describe('from before the programme was registered here', () => {
    const byHand = (today: string): ReinspectionFacts => ({ ...byBody(today), actor: actorFor('C'), looks: [] });
    const paper = (outcome: Reinspection['outcome'], data: Partial<Reinspection> = {}) =>
      reinspect(outcome, { inspectedOn: '2022-05-10', inspectionId: undefined, basis, ...data });
    const of = { ...subject, effectiveOn: '2022-05-10', inspectedOn: '2022-05-10', basis };
    const passedBefore: DesignationEvent = { type: 'ReinspectionPassed', data: of };
    const graced: DesignationEvent = {
      type: 'ReinspectionConditional',
      data: { ...of, problems, graceUntil: '2022-06-09' },
    };

    it('is recorded from its paper, once', () => {
      designation.given(prior()).when(paper('passed'), byHand('2023-02-01')).then(passedBefore);
      designation.given(prior(), passedBefore).when(paper('passed'), byHand('2023-02-01')).thenNothing();
      designation.given(prior()).when(paper('conditional'), byHand('2023-02-01')).then(graced);
    });

    it('has used the grace, so that the first inspection here passes or fails', () => {
      const { outcome } = designation.given(prior(), graced).when(reinspect('conditional'), bySystem('2024-05-12'));
      expect(outcome).toMatchObject({ events: [{ type: 'ReinspectionFailed' }] });
    });

    it.each<[string, readonly DesignationEvent[], Reinspection['outcome'], Partial<Reinspection>, string]>([
      ['of a day since then', [prior()], 'passed', { inspectedOn: '2023-01-10' }, 'REINSPECTION_BY_INSPECTION'],
      ['that names an inspection', [prior()], 'passed', { inspectionId: 'I1' }, 'REINSPECTION_BY_INSPECTION'],
      ['without its paper', [prior()], 'passed', { basis: undefined }, 'REINSPECTION_BASIS_MISSING'],
      ['of a day that has not come', [prior()], 'passed', { inspectedOn: '2023-02-02' }, 'EFFECTIVE_IN_FUTURE'],
      ['of a day before the naming', [prior()], 'passed', { inspectedOn: '2021-06-30' }, 'BEFORE_LAST_STEP'],
      ['not passed without problems', [prior()], 'failed', { problems: undefined }, 'PROBLEMS_MISSING'],
      ['conditional a second time', [prior(), graced], 'conditional', { inspectedOn: '2022-06-01' }, 'GRACE_USED'],
    ])('is refused %s', (...[, history, outcome, data, code]) => {
      designation
        .given(...history)
        .when(paper(outcome, data), byHand('2023-02-01'))
        .thenRefused(code);
    });
  });

  it('that failed and leads to no case is answered with the reason, by the body', () => {
    const waive: CommandNamed<'WaiveRevocation'> = { name: 'WaiveRevocation', data: { ...named, reason: '情节轻微' } };
    const waived: DesignationEvent = {
      type: 'RevocationWaived',
      data: { ...subject, effectiveOn: '2024-05-20', reason: '情节轻微' },
    };
    designation
      .given(...inForce, failed)
      .when(waive, byBody('2024-05-20'))
      .then(waived);
    designation
      .given(...inForce)
      .when(waive, byBody('2024-05-20'))
      .thenRefused('REINSPECTION_NOT_FAILED');
    designation
      .given(...inForce, failed)
      .when(waive, { ...byBody('2024-05-20'), actor: actorFor('C') })
      .thenRefused('NOT_THE_BODY');
  });
});
