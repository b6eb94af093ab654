import { describe, expect, it } from '@jest/globals';
import {
  activityContract,
  doorRefusals,
  gradingContract,
  organizationContract,
  roundContract,
  sharedRefusals,
} from '@zhibu/contracts';
import { fault, type FaultCode } from '../fault.ts';
import { cell, edgesHandover, type Edits, knownFrom } from '../testing/edges.ts';
import { judge } from './judgement.ts';
import { type Known, nothingKnown, type Registered } from './known.ts';

const before = edgesHandover();
/** A unit of row 5, and a branch of row 7. */
const [UNIT, BRANCH] = ['990200-SZGW-001', '990200-SZGW-001-B001'] as const;

interface Case {
  readonly edits?: Edits;
  /** How the platform differs from the register as it was handed over; absent: it has nothing. */
  readonly there?: Readonly<Record<string, Partial<Registered>>>;
  readonly today?: string;
}

const all =
  (...edits: readonly ((rows: string[][]) => string[][])[]) =>
  (rows: string[][]): string[][] =>
    edits.reduce((edited, edit) => edit(edited), rows);
const columns =
  (...names: readonly string[]) =>
  (rows: string[][]): string[][] =>
    rows.map((row, index) => [...row, ...names.map((name) => (index === 0 ? name : ''))]);
const row =
  (...cells: readonly string[]) =>
  (rows: string[][]): string[][] => [...rows, [...cells, ...Array<string>(Math.max(0, 15 - cells.length)).fill('')]];

function faultsOf({ edits = {}, there, today = '2026-01-01' }: Case): readonly string[] {
  const known: Known = there ? knownFrom(before, there) : { ...nothingKnown, asked: true };
  const { faults } = judge(edgesHandover(edits), { ...known, today }, '2022-12-31');
  return faults.map(({ file, row: at, column, code }) => `${file.split('.')[0]} ${at} ${column} ${code}`);
}

const dissolvedUnit = (on: string): Edits => ({
  register: all(columns('effectiveOn', 'change'), cell(5, 'effectiveOn', on), cell(5, 'change', '撤销')),
});
const under = (parent: string): string[] => ['990200-SZGW-001-X', 'unit', parent, '下属单位', 'organ', '2000-01-01'];

describe('what the platform would refuse is said at its row', () => {
  it.each<[string, Case, readonly string[]]>([
    ['a unit under a unit', { edits: { register: row(...under(UNIT)) } }, []],
    [
      'a unit under a unit under a unit',
      {
        edits: {
          register: all(row(...under(UNIT)), row('Y', 'unit', '990200-SZGW-001-X', '再下一级', 'organ', '2000-01-01')),
        },
      },
      ['register 36 parentCode unit-too-deep'],
    ],
    [
      'a dissolution that leaves organizations standing',
      { edits: dissolvedUnit('2022-12-31'), there: { [UNIT]: {} } },
      ['register 5 change living-children'],
    ],
    [
      'an election of a unit',
      { edits: { register: cell(5, 'committeeElectedOn', '2021-01-01') } },
      ['register 5 committeeElectedOn kind-has-none'],
    ],
    ['a brand of a unit', { edits: { register: cell(5, 'brand', '先锋') } }, ['register 5 brand kind-has-none']],
    [
      'an election of a temporary branch',
      { there: { [BRANCH]: { form: 'temporary', committeeElectedOn: null } } },
      ['register 7 committeeElectedOn temporary-elects-nobody'],
    ],
    [
      'rows of a temporary branch',
      { there: { [BRANCH]: { form: 'temporary' } }, edits: { activities: (rows) => rows.slice(0, 1) } },
      ['polls-2022 2 branchCode branch-out-of-scope', 'five-basics-2022 2 branchCode branch-out-of-scope'],
    ],
    [
      'an activity of more than twice the members',
      {
        edits: {
          register: all(cell(7, 'fullMembers', '5'), cell(7, 'probationaryMembers', '0')),
          activities: cell(2, 'attendance', '11'),
        },
      },
      ['activities-2022 2 attendance attendance-too-large'],
    ],
  ])('%s', (_, given, faults) => {
    expect(faultsOf(given).filter((one) => !/(activities|five-basics)-2022 (?!2 )/.test(one))).toEqual(faults);
  });

  it.each([
    ['2022-03-20', ['activities-2022 2 heldOn day-in-future'], '2022-03-19'],
    ['2022-03-20', [], '2022-03-20'],
    ['2022-03-20', [], '2022-03-21'],
  ])('an activity of %s is %j on %s', (_, faults, today) => {
    expect(faultsOf({ today }).filter((one) => one.startsWith('activities-2022 2 '))).toEqual(faults);
  });

  it.each([
    ['2024-12-30', ['register 35 openedOn too-far-ahead'], '2022-12-29'],
    ['2024-12-30', [], '2022-12-30'],
    ['2024-12-30', [], '2022-12-31'],
  ])('an opening on %s is %j on %s', (openedOn, faults, today) => {
    const edits = { register: row('N', 'unit', '990200-SZGW', '新单位', 'organ', openedOn) };
    expect(faultsOf({ edits, today }).filter((one) => one.startsWith('register 35 '))).toEqual(faults);
  });

  it.each([
    ['2022-05-31', []],
    ['2022-06-01', ['register 36 parentCode parent-dissolved']],
    ['2022-06-02', ['register 36 parentCode parent-dissolved']],
  ])('an organization that opens on %s under one that its row dissolves on 1 June: %j', (openedOn, faults) => {
    const register = all(
      row('N', 'unit', '990200-SZGW', '将撤销的单位', 'organ', '2000-01-01'),
      row('NB', 'organ-committee', 'N', '机关党委', 'organ', openedOn),
      columns('effectiveOn', 'change'),
      cell(35, 'effectiveOn', '2022-06-01'),
      cell(35, 'change', '撤销'),
    );
    const found = faultsOf({ edits: { register } });
    expect(found.filter((one) => one.includes('parent-dissolved'))).toEqual(faults);
  });

  it.each([
    ['2022-12-30', []],
    ['2022-12-31', []],
    ['2023-01-01', ['register 7 parentCode parent-not-open']],
  ])('a move on 31 December under one that opens on %s: %j', (openedOn, faults) => {
    const register = all(
      row('N', 'unit', '990200-SZGW', '新单位', 'organ', openedOn),
      (rows) => [...rows.slice(0, 4), ...rows.slice(-1), ...rows.slice(4, -1)],
      cell(8, 'parentCode', 'N'),
    );
    const found = faultsOf({ edits: { register }, there: {} }).map((one) => one.replace('register 8', 'register 7'));
    expect(found).toEqual(faults);
  });

  it.each([
    ['2022-09-28', []],
    ['2022-09-29', []],
    ['2022-09-30', ['register 7 effectiveOn reinstated-too-late']],
  ])('a reinstatement on %s of what was dissolved on 1 July: %j', (on, faults) => {
    const register = all(
      columns('effectiveOn', 'change', 'basis'),
      cell(7, 'effectiveOn', on),
      cell(7, 'change', '恢复'),
      cell(7, 'basis', '示例〔2022〕8号'),
    );
    expect(faultsOf({ edits: { register }, there: { [BRANCH]: { dissolvedOn: '2022-07-01' } } })).toEqual(faults);
  });

  it('names who would be left standing', () => {
    const { faults } = judge(edgesHandover(dissolvedUnit('2022-12-31')), knownFrom(before), '2022-12-31');
    expect(faults.map(({ zh }) => zh)).toEqual([
      expect.stringMatching(/^尚有下级组织（[^A-Za-z]+），须先撤销或调整其隶属$/),
    ]);
  });
});

/** How each refusal is foreseen, by a fault at the row; or why a file cannot lead to it, or nobody can know before. */
const foreseen: Readonly<Record<string, FaultCode | { readonly because: string }>> = {
  PARENT_REQUIRED: 'parent-missing',
  PARENT_UNKNOWN: 'parent-unknown',
  PARENT_KIND: 'parent-kind',
  PARENT_DISSOLVED: 'parent-dissolved',
  PARENT_NOT_OPEN: 'parent-not-open',
  UNIT_TOO_DEEP: 'unit-too-deep',
  LIVING_CHILDREN: 'living-children',
  SUPERVISION_OPEN: { because: 'what supervision has open is known to the platform alone' },
  TOO_FAR_AHEAD: 'too-far-ahead',
  NOT_DISSOLVED: 'not-dissolved',
  REINSTATED_TOO_LATE: 'reinstated-too-late',
  KIND_HAS_NONE: 'kind-has-none',
  NO_ELECTION_IN_TEMPORARY: 'temporary-elects-nobody',
  ORGANIZATION_EXISTS: { because: 'only where another sender came between what was asked and what is sent' },
  ORGANIZATION_UNKNOWN: { because: 'only where another sender came between what was asked and what is sent' },
  REGISTRATION_CANCELLED: { because: 'only where another sender came between what was asked and what is sent' },
  ORGANIZATION_REFERRED_TO: { because: 'an import sends no command that is refused so' },
  NOT_JOINT: { because: 'an import sends no command that is refused so' },
  NOT_A_MEMBER_UNIT: { because: 'an import sends no command that is refused so' },
  UNITS_AND_TOTAL_DIFFER: { because: 'an import sends no command that is refused so' },
  TEMPORARY_INCOMPLETE: { because: 'an import sends no command that is refused so' },
  ONLY_TEMPORARY: { because: 'an import sends no command that is refused so' },
  POST_TWICE: { because: 'an import sends no command that is refused so' },
  NO_ELECTION_TO_CONFIRM: { because: 'an import sends no command that is refused so' },
  NO_TERM_TO_EXTEND: { because: 'an import sends no command that is refused so' },
  EXTENSION_WITHIN_TERM: { because: 'an import sends no command that is refused so' },
  FACT_BEFORE_OPENING: {
    because: 'what else is recorded of an organization is not asked; a correction is refused by name',
  },
  KIND_IN_USE: { because: 'what else is recorded of an organization is not asked; a correction is refused by name' },
  EVIDENCE_UNKNOWN: { because: 'which files were handed in, only the platform knows' },
  ACTIVITY_DIFFERS: 'activity-differs',
  ACTIVITY_OTHER_YEAR: 'activity-outside-period',
  ATTENDANCE_TOO_LARGE: 'attendance-too-large',
  ACTIVITY_UNKNOWN: { because: 'only where another sender came between what was asked and what is sent' },
  EDITION_NOT_IN_FORCE: 'edition-not-in-force',
  EDITION_SUPERSEDED: 'edition-superseded',
  BRANCH_UNKNOWN: 'branch-unknown',
  NOT_A_BRANCH: 'branch-unknown',
  BRANCH_OUT_OF_SCOPE: 'branch-out-of-scope',
  BRANCH_NOT_ALIVE: 'branch-out-of-scope',
  BRANCH_WITHOUT_COMMITTEE: 'branch-out-of-scope',
  ORGANIZATION_DISSOLVED: 'dissolved',
  BEFORE_OPENING: 'effective-before-opening',
  EFFECTIVE_IN_FUTURE: 'day-in-future',
  RATER_UNKNOWN: 'rater-unknown',
  RATER_NOT_ITEMISED: 'rater-unknown',
  RATING_INVALID: 'item-unknown',
  POLL_NOT_ASKED: 'poll-not-asked',
  POLL_INVALID: 'ballots-sum',
  VETO_UNKNOWN: 'veto-unknown',
  DATA_MATCH_INVALID: 'field-unknown',
  INPUTS_MISSING: 'poll-missing',
  GRADE_UNKNOWN: 'prior-grade-unknown',
  SCHEME_UNKNOWN: 'prior-grade-unknown',
  PRIOR_PERIOD_NOT_BEFORE: 'prior-grade-not-prior',
  BRANCH_NOT_LIVING_IN_PERIOD: 'prior-grade-before-opening',
  GRADING_ALREADY_OPENED: 'prior-grade-decided',
  EDITIONS_OVERLAP: {
    because: 'the round is asked for its editions before; what overlaps with them is told of the round',
  },
  ROUND_OTHER_EDITION: {
    because: 'the round is asked for its editions before; what overlaps with them is told of the round',
  },
  ROUND_CLOSED: { because: 'a person decides: the import tells what would change, and ends with 4' },
  GRADE_DETERMINED: { because: 'a person decides: the import tells what would change, and ends with 4' },
  UNIT_REVIEW_MISSING: { because: 'what the round rests on is told at its closing, by name' },
  NOTICE_EMPTY: { because: 'what the round rests on is told at its closing, by name' },
  NOTICE_MISSING: { because: 'what the round rests on is told at its closing, by name' },
  NOTICE_STALE: { because: 'what the round rests on is told at its closing, by name' },
  NOTICE_NOT_OVER: { because: 'what the round rests on is told at its closing, by name' },
  OBJECTION_OPEN: { because: 'what the round rests on is told at its closing, by name' },
  ROUND_EMPTY: { because: 'what the round rests on is told at its closing, by name' },
  ROUND_UNGRADED: { because: 'what the round rests on is told at its closing, by name' },
  CLOSED_TOO_EARLY: { because: 'what the round rests on is told at its closing, by name' },
  CLOSED_BEFORE_DECISION: { because: 'what the round rests on is told at its closing, by name' },
  QUOTA_EXCEEDED: { because: 'what the round rests on is told at its closing, by name' },
  BRANCH_EXEMPT: { because: 'who is exempt is decided in the round; the refusal names the branch' },
  TEMPORARY_NOT_GRADED: 'branch-out-of-scope',
  EDITION_RETIRED: { because: 'the round is refused by name before anything is graded' },
  GROUPS_MISSING: { because: 'the round is refused by name before anything is graded' },
  EDITION_SCHEME_MISMATCH: { because: 'the round is refused by name before anything is graded' },
  PERIOD_TOO_FAR: { because: 'the round is refused by name before anything is graded' },
  COMMITTEE_UNKNOWN: { because: 'the round is refused by name before anything is graded' },
  NOT_A_WORK_COMMITTEE: { because: 'the round is refused by name before anything is graded' },
  PRIOR_GRADE_UNKNOWN: { because: 'only where another sender came between what was asked and what is sent' },
  PRIOR_GRADE_RECORDED: { because: 'only where another sender came between what was asked and what is sent' },
  VETO_NOT_IN_FORCE: { because: 'only where another sender came between what was asked and what is sent' },
  GRADING_NOT_OPENED: { because: 'follows from another refusal, and is not told beside it' },
  ROUND_NOT_OPEN: { because: 'follows from another refusal, and is not told beside it' },
  EFFECTIVE_BEFORE_PERIOD: { because: 'an import names no day of effect for a grade of its period' },
  EFFECTIVE_AFTER_PERIOD: { because: 'an import names no day of effect for a grade of its period' },
  GROUPS_OVERLAP: { because: 'an import sends no command that is refused so' },
  STEPS_DISORDERED: { because: 'an import sends no command that is refused so' },
  BRANCH_OUTSIDE_ROUND: { because: 'an import sends no command that is refused so' },
  BRANCH_ALREADY_GRADED: { because: 'an import sends no command that is refused so' },
  EXEMPTION_DIFFERS: { because: 'an import sends no command that is refused so' },
  EXEMPTION_UNFOUNDED: { because: 'an import sends no command that is refused so' },
  BASIS_MISSING: { because: 'an import sends no command that is refused so' },
  UNIT_OUTSIDE_ROUND: { because: 'an import sends no command that is refused so' },
  LIST_CHANGED: { because: 'an import sends no command that is refused so' },
  NOTICE_STARTED: { because: 'an import sends no command that is refused so' },
  OBJECTION_EXISTS: { because: 'an import sends no command that is refused so' },
  OBJECTION_OUT_OF_TIME: { because: 'an import sends no command that is refused so' },
  OBJECTION_UNKNOWN: { because: 'an import sends no command that is refused so' },
  OBJECTION_RESOLVED: { because: 'an import sends no command that is refused so' },
  BRANCH_NOT_IN_NOTICE: { because: 'an import sends no command that is refused so' },
  ROUND_NOT_CLOSED: { because: 'an import sends no command that is refused so' },
  GRADE_NOT_COMPUTED: { because: 'an import sends no command that is refused so' },
  GRADE_NOT_DECIDED: { because: 'an import sends no command that is refused so' },
  DETERMINATION_UNKNOWN: { because: 'an import sends no command that is refused so' },
  ROUND_STILL_OPEN: { because: 'an import sends no command that is refused so' },
  REASSESSMENT_TOO_LATE: { because: 'an import sends no command that is refused so' },
  REASSESSMENT_WITHOUT_VETO: { because: 'an import sends no command that is refused so' },
  BRANCH_DISSOLVED: 'check-after-dissolution',
  NOT_THE_SUPERIOR: { because: 'an import sends no command that is refused so' },
  NOT_THE_BODY: { because: 'an import sends no command that is refused so' },
  NOT_THE_COMMITTEE: { because: 'an import sends no command that is refused so' },
  ACTS_FOR_NOBODY: { because: 'an import sends no command that is refused so' },
  ESCALATION_NOT_DUE: { because: 'an import sends no command that is refused so' },
  ROUND_UNKNOWN: { because: 'an import sends no command that is refused so' },
  SUPERIOR_RATING_REQUIRED: { because: 'an import sends no command that is refused so' },
  REASON_REQUIRED: { because: 'an import sends no command that is refused so' },
  WORKING_DAYS_UNKNOWN: { because: 'an import sends no command that is refused so' },
  ACT_TOO_FAR: { because: 'an import sends no command that is refused so' },
  ACT_TOO_EARLY: { because: 'an import sends no command that is refused so' },
  BEFORE_LAST_STEP: 'check-earlier',
};

describe('every refusal', () => {
  const everyCode = [organizationContract, activityContract, roundContract, gradingContract].flatMap(({ refusals }) =>
    Object.keys(refusals),
  );

  it('of what an import sends is foreseen by a fault, or it is said why not', () => {
    expect(Object.keys(foreseen).toSorted()).toEqual([...everyCode, ...Object.keys(sharedRefusals)].toSorted());
    expect(Object.keys(doorRefusals).filter((code) => code in foreseen)).toEqual([]);
  });

  it.each(Object.entries(foreseen))('%s', (_, by) => {
    if (typeof by === 'string') expect(fault(by, { file: 'x.csv' }).zh).not.toBe('');
    else expect(by.because).toMatch(/^[a-z].{20,}$/);
  });
});
