import { describe, expect, it } from '@jest/globals';
import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { actorFor, aProgramme, basis, inForce, named, prior, subject } from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';

const designation = specification(designationDecider);
const on = (today: string, overturnedOn: string | null = null) => ({ today, actor: actorFor('C'), overturnedOn });
const failed: DesignationEvent = {
  type: 'ReinspectionFailed',
  data: {
    ...subject,
    effectiveOn: '2024-05-10',
    inspectedOn: '2024-05-10',
    inspectionId: 'I1',
    problems: ['活动记录不全'],
    proposeBy: '2024-06-09',
  },
};
const revoke = (revocationId = 'R-1', designatedOn = '2023-07-01'): CommandNamed<'RevokeDesignation'> => ({
  name: 'RevokeDesignation',
  data: { ...named, revocationId, designatedOn, basis, effectiveOn: '2024-08-01' },
});
const revoked: DesignationEvent = {
  type: 'DesignationRevoked',
  data: { ...subject, effectiveOn: '2024-08-01', revocationId: 'R-1', basis, plaqueDueOn: '2024-08-16' },
};

describe('a revocation', () => {
  it('ends it from its day on, with the plaque due 15 days later', () => {
    designation
      .given(...inForce, failed)
      .when(revoke(), on('2024-08-01'))
      .then(revoked);
    designation
      .given(...inForce, failed, revoked)
      .when(revoke(), on('2024-08-02'))
      .thenNothing();
    designation
      .given(...inForce, revoked)
      .when(revoke('R-2'), on('2024-08-02'))
      .thenRefused('NOT_DESIGNATED');
  });

  it('is of the designation that its case is about, and of no later one', () => {
    for (const since of ['2024-07-31', '2024-08-02'])
      designation
        .given(prior({ effectiveOn: since }))
        .when(revoke(), on('2024-08-02'))
        .thenRefused('NOT_DESIGNATED');
  });

  it('never acts where an appeal had overturned it before its day, and does until the appeal where it was later', () => {
    designation
      .given(...inForce)
      .when(revoke(), on('2024-08-01', '2024-07-31'))
      .thenNothing();
    designation
      .given(...inForce)
      .when(revoke(), on('2024-08-01', '2024-08-01'))
      .then(revoked);
  });

  it('that an appeal overturned is undone from its day on, by that case alone', () => {
    const restore = (revocationId?: string): CommandNamed<'RestoreDesignation'> => ({
      name: 'RestoreDesignation',
      data: {
        ...named,
        because: 'appeal-overturned',
        reason: '申诉成立',
        ...(revocationId !== undefined && { revocationId }),
      },
    });
    const restored: DesignationEvent = {
      type: 'DesignationRestored',
      data: {
        ...subject,
        effectiveOn: '2024-08-01',
        because: 'appeal-overturned',
        reason: '申诉成立',
        revocationId: 'R-1',
      },
    };
    designation
      .given(...inForce, revoked)
      .when(restore('R-1'))
      .then(restored);
    designation
      .given(...inForce, revoked, restored)
      .when(restore('R-1'))
      .thenNothing();
    // What was overturned revokes it no more, whoever sends it again.
    designation
      .given(...inForce, revoked, restored)
      .when(revoke(), on('2024-09-02'))
      .thenNothing();
    designation
      .given(...inForce, revoked)
      .when(restore('R-2'))
      .thenRefused('NOTHING_TO_RESTORE');
    designation.given().when(restore('R-1')).thenRefused('NOTHING_TO_RESTORE');
    expect(
      designation
        .given(...inForce, revoked, restored)
        .when(
          {
            name: 'RecordReinspection',
            data: { ...named, outcome: 'passed', inspectedOn: '2024-09-01', inspectionId: 'I2' },
          },
          { today: '2024-09-02', actor: { personId: 'system', role: 'system' }, programme: aProgramme(), looks: [] },
        ).outcome,
    ).toHaveProperty('events.0');
  });

  it('asks for the plaque, which comes back once, to the designating body or for it to a superior', () => {
    const giveBack: CommandNamed<'ReturnPlaque'> = {
      name: 'ReturnPlaque',
      data: { ...named, returnedOn: '2024-08-10' },
    };
    const givenTo = (today: string, organizationId = 'W') => ({
      today,
      actor: actorFor(organizationId),
      programme: aProgramme({ bodyId: 'C', level: 'city' }),
      superiors: ['J', 'W'],
    });
    const returned: DesignationEvent = { type: 'PlaqueReturned', data: { ...subject, effectiveOn: '2024-08-10' } };
    designation
      .given(...inForce, revoked)
      .when(giveBack, givenTo('2024-08-12'))
      .then(returned);
    designation
      .given(...inForce, revoked)
      .when(giveBack, givenTo('2024-08-12', 'C'))
      .then(returned);
    for (const strangers of ['P', 'V'])
      designation
        .given(...inForce, revoked)
        .when(giveBack, givenTo('2024-08-12', strangers))
        .thenRefused('NOT_THE_BODY');
    designation
      .given(...inForce, revoked, returned)
      .when(giveBack, givenTo('2024-08-12'))
      .thenNothing();
    designation
      .given(...inForce)
      .when(giveBack, givenTo('2024-08-12'))
      .thenRefused('NO_PLAQUE_DUE');
    designation
      .given(...inForce, revoked)
      .when(giveBack, givenTo('2024-08-09'))
      .thenRefused('EFFECTIVE_IN_FUTURE');
  });
});
