import { describe, expect, it } from '@jest/globals';
import { type Approval, type CommandNamed, programmeContract, type ProgrammeEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import { actorFor, basis, body, registeredProgramme } from '../testing/designation/examples.ts';
import { type BodyFacts, programmeDecider } from './programme.decider.ts';
import { allowsBatch, isInWindow, refuseOtherThanBody } from './programme.rules.ts';

const programme = specification(programmeDecider);
const today = '2023-01-10';
const facts: BodyFacts = { today, actor: body, body: { kind: 'work-committee', alive: true } };
const about = { programmeId: 'P', bodyId: 'W' };
const register = (data: object = {}): CommandNamed<'RegisterProgramme'> => ({
  name: 'RegisterProgramme',
  data: { ...about, level: 'committee', programmeKind: 'party-building-site', title: '基层党建示范点', ...data },
});
const registered: ProgrammeEvent = { type: 'ProgrammeRegistered', data: registeredProgramme() };
const approve = (approval: Approval = 'approved', bodyId = 'W'): CommandNamed<'RecordApprovalBasis'> => ({
  name: 'RecordApprovalBasis',
  data: { ...about, bodyId, approval, basis },
});
const approved = (approval: Approval = 'approved'): ProgrammeEvent => ({
  type: 'ApprovalBasisRecorded',
  data: { ...about, approval, basis, effectiveOn: today },
});

describe('a programme', () => {
  it('is valid for three years, noticed for five working days and inspected every year unless it says otherwise', () => {
    programme.given().when(register(), facts).then(registered);
    programme
      .given()
      .when(register({ validityYears: 5, noticeWorkingDays: 7, cycleMonths: 24, subjects: ['general-branch'] }), facts)
      .then({
        type: 'ProgrammeRegistered',
        data: registeredProgramme({
          validityYears: 5,
          noticeWorkingDays: 7,
          cycleMonths: 24,
          subjects: ['general-branch'],
        }),
      });
  });

  it('registered again the same is one, and with other content another', () => {
    programme.given(registered).when(register(), facts).thenNothing();
    programme
      .given(registered)
      .when(register({ batchLimit: 5 }), facts)
      .thenRefused('PROGRAMME_REGISTERED');
  });

  it.each<[string, object, BodyFacts['body'], string | null]>([
    ['a work committee at committee level', {}, { kind: 'work-committee', alive: true }, null],
    ['a city at city level', { level: 'city' }, { kind: 'city', alive: true }, null],
    ['a province at province level', { level: 'province' }, { kind: 'province', alive: true }, null],
    ['a city at committee level', {}, { kind: 'city', alive: true }, 'BODY_OF_OTHER_LEVEL'],
    ['a unit', {}, { kind: 'unit', alive: true }, 'BODY_OF_OTHER_LEVEL'],
    ['a dissolved committee', {}, { kind: 'work-committee', alive: false }, 'ORGANIZATION_DISSOLVED'],
    ['nobody the register knows', {}, null, 'ORGANIZATION_UNKNOWN'],
  ])('is of %s, or refused', (...[, data, of, code]) => {
    const when = programme.given().when(register(data), { ...facts, body: of });
    if (code === null) expect(when.outcome).toHaveProperty('events');
    else when.thenRefused(code);
  });
});

describe('what a programme rests on', () => {
  it('is recorded once, and replaced by another', () => {
    programme.given(registered).when(approve(), facts).then(approved());
    programme.given(registered, approved()).when(approve(), facts).thenNothing();
    programme.given(registered, approved()).when(approve('entrusted'), facts).then(approved('entrusted'));
  });

  it('is refused for a programme nobody registered, and by another body', () => {
    programme.given().when(approve(), facts).thenRefused('PROGRAMME_UNKNOWN');
    programme.given(registered).when(approve('approved', 'V'), facts).thenRefused('PROGRAMME_OTHER_BODY');
  });

  // 创建示范活动管理办法（试行）, 2022.
  it.each<[Approval | null, boolean, boolean]>([
    [null, false, true],
    ['approved', true, true],
    ['party-commendation', true, true],
    ['entrusted', true, true],
    ['own-inner-bodies', false, true],
    ['before-2022', false, false],
  ])('%s: allows a new batch of committee level %s, of city level %s', (approval, ofCommittee, ofCity) => {
    const found = approval && { approval, documentNo: '1' };
    expect([allowsBatch('committee', found), allowsBatch('city', found)]).toEqual([ofCommittee, ofCity]);
  });
});

it.each([
  ['04-01', '04-30', '2023-03-31', false],
  ['04-01', '04-30', '2023-04-01', true],
  ['04-01', '04-30', '2023-04-30', true],
  ['04-01', '04-30', '2023-05-01', false],
  ['11-15', '02-15', '2023-01-01', true],
  ['11-15', '02-15', '2023-03-01', false],
])('a window from %s to %s takes applications on %s: %s', (from, to, day, isIn) =>
  expect(isInWindow({ window: { from, to } }, day)).toBe(isIn),
);

it('lets only its body act for it', () => {
  const act = (organizationId?: string) => () => refuseOtherThanBody({ bodyId: 'W' }, actorFor(organizationId));
  expect(act('W')).not.toThrow();
  expect(act('C')).toThrow(expect.objectContaining({ code: 'NOT_THE_BODY' }));
  expect(act()).toThrow(expect.objectContaining({ code: 'ACTS_FOR_NOBODY' }));
});

it('has the status that its last step leads to', () =>
  expect(
    holdStatusLaw(programmeContract, programmeDecider, [
      { command: register(), facts },
      { command: approve(), facts },
    ]),
  ).toEqual(['ProgrammeRegistered', 'ApprovalBasisRecorded']));
