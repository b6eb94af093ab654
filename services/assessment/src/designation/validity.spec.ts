import { describe, expect, it } from '@jest/globals';
import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  actorFor,
  aProgramme,
  applied,
  basis,
  body,
  designated,
  inForce,
  named,
  prior,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';

const designation = specification(designationDecider);
const byBody = (today: string) => ({ today, actor: body, programme: aProgramme() });
const bySystem = (today: string, dissolvedOn: string | null = null) => ({ today, actor: actorFor(), dissolvedOn });

describe('a renewal', () => {
  const renew: CommandNamed<'RenewDesignation'> = { name: 'RenewDesignation', data: { ...named, basis } };
  const passed = (day: string): DesignationEvent => ({
    type: 'ReinspectionPassed',
    data: { ...subject, effectiveOn: day, inspectedOn: day, basis },
  });

  it('follows the validity before it', () =>
    designation
      .given(...inForce, passed('2026-05-10'))
      .when(renew, byBody('2026-06-01'))
      .then({
        type: 'DesignationRenewed',
        data: { ...subject, effectiveOn: '2026-06-01', basis, until: '2029-07-01' },
      }));

  it.each<[string, readonly DesignationEvent[], string, string | null]>([
    ['a day more than 12 months before it ends', [...inForce, passed('2025-05-10')], '2025-06-30', 'RENEWAL_TOO_EARLY'],
    ['12 months before it ends', [...inForce, passed('2025-05-10')], '2025-07-01', null],
    ['on its last day', [...inForce, passed('2026-05-10')], '2026-06-30', null],
    ['when it is over', [...inForce, passed('2026-05-10')], '2026-07-01', 'NOT_DESIGNATED'],
    ['without a reinspection', inForce, '2026-06-01', 'RENEWAL_WITHOUT_REINSPECTION'],
    ['on one passed 12 months before', [...inForce, passed('2025-06-01')], '2026-06-01', null],
    ['on one passed a day earlier', [...inForce, passed('2025-05-31')], '2026-06-01', 'RENEWAL_WITHOUT_REINSPECTION'],
    ['of what has no end', [prior(), passed('2026-05-10')], '2026-06-01', 'RENEWAL_TOO_EARLY'],
    ['of nothing in force', [applied()], '2026-06-01', 'NOT_DESIGNATED'],
  ])('%s is taken, or refused', (...[, history, today, code]) => {
    const when = designation.given(...history).when(renew, byBody(today));
    if (code === null) expect(when.outcome).toHaveProperty('events');
    else when.thenRefused(code);
  });
});

const dissolved = (effectiveOn = '2024-03-01'): DesignationEvent => ({
  type: 'DesignationExpired',
  data: { ...subject, effectiveOn, because: 'organization-dissolved', reason: '合并' },
});

describe('the end', () => {
  const expire: CommandNamed<'ExpireDesignation'> = { name: 'ExpireDesignation', data: { ...named, reason: '合并' } };

  it('comes with the validity', () => {
    const over: DesignationEvent = {
      type: 'DesignationExpired',
      data: { ...subject, effectiveOn: '2026-07-01', because: 'validity-over' },
    };
    const command = { ...expire, data: named };
    designation
      .given(...inForce)
      .when(command, bySystem('2026-06-30'))
      .thenRefused('EXPIRY_NOT_DUE');
    designation
      .given(...inForce)
      .when(command, bySystem('2026-07-03'))
      .then(over);
    designation
      .given(...inForce, over)
      .when(command, bySystem('2026-07-04'))
      .thenNothing();
  });

  it('comes with the dissolution of its organization, of an application too, and not before its last step', () => {
    designation
      .given(...inForce)
      .when(expire, bySystem('2024-03-05', '2024-03-01'))
      .then(dissolved());
    designation.given(applied()).when(expire, bySystem('2024-03-05', '2024-03-01')).then(dissolved());
    designation
      .given(designated({ effectiveOn: '2024-03-04' }))
      .when(expire, bySystem('2024-03-05', '2024-03-01'))
      .then(dissolved('2024-03-04'));
    designation.given().when(expire, bySystem('2024-03-05', '2024-03-01')).thenRefused('NOT_DESIGNATED');
  });

  it('by a dissolution that was an error is undone from its day on', () => {
    const restore: CommandNamed<'RestoreDesignation'> = {
      name: 'RestoreDesignation',
      data: { ...named, because: 'organization-reinstated', reason: '撤销有误' },
    };
    designation
      .given(...inForce, dissolved())
      .when(restore)
      .then({
        type: 'DesignationRestored',
        data: { ...subject, effectiveOn: '2024-03-01', because: 'organization-reinstated', reason: '撤销有误' },
      });
    // Of an application there is nothing to restore: it may be sent again.
    designation.given(applied(), dissolved()).when(restore).thenRefused('NOTHING_TO_RESTORE');
  });
});
