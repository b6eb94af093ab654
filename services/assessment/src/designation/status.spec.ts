import { expect, it } from '@jest/globals';
import { designationContract, WorkingCalendar } from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import { fold } from '@zhibu/kernel';
import fc from 'fast-check';
import {
  actorFor,
  anApplicant,
  aProgramme,
  aStanding,
  basis,
  body,
  inForce,
  named,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';

const predecessor = fold(designationDecider, [
  ...inForce,
  { type: 'DesignationExpired', data: { ...subject, effectiveOn: '2024-03-01', because: 'organization-dissolved' } },
]);
const facts = (today: string, overrides: object = {}) => ({
  today,
  actor: body,
  programme: aProgramme(),
  applicant: anApplicant(),
  standing: aStanding(),
  bodyAndAbove: ['W'],
  superiors: ['W'],
  committeeId: 'W',
  batch: { status: 'decided', batch: { organizationIds: ['B1'], effectiveOn: '2023-06-01' } },
  calendar: new WorkingCalendar([{ year: '2023', holidays: [], workdays: [] }]),
  isAlive: true,
  looks: [],
  acceptedOn: null,
  dissolvedOn: null,
  predecessor,
  dissolution: { on: '2024-03-01' },
  passedTo: null,
  overturnedOn: null,
  revocationId: null,
  ...overrides,
});
const ask = (name: string, data: object, today: string, overrides: object = {}): Asked => ({
  command: { name, data: { ...named, ...data } },
  facts: facts(today, overrides),
});
const objection = { objectionId: 'Y1' };
const prior = { since: '2021-07-01', basis, source: 'register.csv' };
const problems = ['记录不全'];
const bySystem = { actor: { personId: 'system', role: 'system' } };
const inspect = (outcome: string, inspectedOn: string) =>
  ask(
    'RecordReinspection',
    { outcome, inspectedOn, inspectionId: `I-${inspectedOn}`, ...(outcome !== 'passed' && { problems }) },
    inspectedOn,
    bySystem,
  );

/** What may be asked, the regular way first: histories of chance alone would seldom come so far. */
const asked: readonly Asked[] = [
  ask('ApplyForDesignation', { recommendation: basis }, '2023-04-10'),
  ask('WithdrawApplication', {}, '2023-04-11'),
  ask('ApplyForDesignation', { recommendation: basis }, '2023-04-12'),
  ask('RejectApplication', { reason: '不符' }, '2023-04-13', { actor: actorFor('W', 'P-2') }),
  ask('ApplyForDesignation', { recommendation: basis }, '2023-04-14'),
  ask('ReviewApplication', { step: 'superior', outcome: 'passed' }, '2023-04-20'),
  ask('ReviewApplication', { step: 'party-group', outcome: 'passed', basis }, '2023-04-21'),
  ask('ReviewApplication', { step: 'committee', outcome: 'passed' }, '2023-05-12'),
  ask('StartPublicNotice', { year: '2023' }, '2023-06-05'),
  ask('RaiseObjection', { ...objection, kind: 'facts', says: '不实' }, '2023-06-06'),
  ask('ResolveObjection', { ...objection, outcome: 'rejected', reason: '属实' }, '2023-06-07'),
  ask('DesignateBranch', { basis }, '2023-07-01'),
  inspect('passed', '2024-05-01'),
  inspect('conditional', '2024-08-01'),
  inspect('failed', '2024-08-20'),
  ask('WaiveRevocation', { reason: '轻微' }, '2024-08-25'),
  inspect('passed', '2026-05-01'),
  ask('RenewDesignation', { basis }, '2026-06-01'),
  ask('RevokeDesignation', { revocationId: 'R-1', designatedOn: '2023-07-01', basis }, '2026-07-01'),
  ask('ReturnPlaque', {}, '2026-07-02'),
  ask('RestoreDesignation', { because: 'appeal-overturned', revocationId: 'R-1', reason: '成立' }, '2026-07-03'),
  ask('ExpireDesignation', {}, '2026-08-01', { dissolvedOn: '2026-08-01' }),
  ask('ConfirmSuccession', { predecessorId: 'B0', basis }, '2024-05-01'),
  ask('RecordPriorDesignation', prior, '2023-02-01'),
];

it('a designation has after every history the status that its last step leads to', () => {
  const seen = new Set<string>();
  const chance = fc.array(fc.constantFrom(...asked), { maxLength: 12 });
  fc.assert(
    fc.property(fc.nat(asked.length), chance, (so, all) => {
      const history = [...asked.slice(0, so), ...all];
      for (const type of holdStatusLaw(designationContract, designationDecider, history)) seen.add(type);
    }),
    {
      numRuns: 300,
      examples: [
        [asked.length, []],
        [0, asked.slice(-1)],
      ],
    },
  );
  expect([...seen].sort()).toEqual(Object.keys(designationContract.events).sort());
});
