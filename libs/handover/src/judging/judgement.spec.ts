import { describe, expect, it } from '@jest/globals';
import { cell, edges, edgesHandover, editionFile, type Edits, knownFrom, otherEditionPath } from '../testing/edges.ts';
import type { Fault } from '../fault.ts';
import { planOf } from '../planning/handover.commands.ts';
import { type Handover, handoverOf } from './handover.ts';
import { judge, type Judgement } from './judgement.ts';
import { neededFiles } from './need.rules.ts';
import { commandCounts } from '../planning/plan.ts';
import { type Known, nothingGraded, nothingKnown } from './known.ts';

/** Asked, the platform knew of nothing. */
const emptyPlatform: Known = { ...nothingKnown, asked: true };
const judged = (handover: Handover, known: Known = emptyPlatform): Judgement => judge(handover, known, '2022-12-31');
const shown = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ file, row, column, code }) => [file, row ?? '', column ?? '', code].join(' ').replace(/ +/g, ' '));
const faultsWith = (edits: Edits): readonly string[] => shown(judged(edgesHandover(edits)).faults);
const add =
  (...more: readonly (readonly string[])[]) =>
  (rows: string[][]): readonly (readonly string[])[] => [...rows, ...more];

/** Branch of row 7 of the register. */
const B1 = '990200-SZGW-001-B001';
const B3 = '990200-SZGW-001-B003';

describe('edges-24 as its staff hands it over', () => {
  const judgement = judged(edgesHandover());

  it('has no fault, and warns of bonuses above their points and of deductions without a note alone', () => {
    expect(judgement.faults).toEqual([]);
    expect(new Set(judgement.warnings.map(({ code }) => code))).toEqual(
      new Set(['bonus-above-points', 'note-missing', 'evidence-missing']),
    );
  });

  it('becomes one command for everything it says', () => {
    expect(Object.fromEntries(commandCounts(planOf(judgement, editionFile(), nothingGraded)))).toEqual({
      DraftEdition: 1,
      PublishEdition: 1,
      RegisterOrganization: 33,
      RecordElection: 27,
      ReportMembership: 24,
      ConfirmSecretary: 24,
      SetProfile: 18,
      RecordActivity: 696,
      RecordPriorGrade: 48,
      RegisterProgramme: 2,
      RecordPriorDesignation: 2,
      OpenRound: 1,
      OpenGrading: 24,
      SubmitRating: 48,
      RecordPoll: 24,
      RecordDataMatch: 24,
      RecordVeto: 2,
      GradeBranch: 24,
    });
  });

  it('registers parents in an earlier level than their children', () => {
    const level = new Map(
      judgement.register.levels.flatMap((commands, at) => commands.map(({ subject }) => [subject, at])),
    );
    for (const { code, parentCode } of judgement.good.register) {
      if (parentCode) expect(level.get(code)).toBeGreaterThan(level.get(parentCode) ?? Number.NaN);
    }
  });

  it('submits an empty rating for a rater who found nothing', () => {
    const { gradings } = planOf(judgement, editionFile(), nothingGraded);
    const ratings = gradings.inputs.filter(({ name, subject }) => name === 'SubmitRating' && subject === B1);
    expect(ratings.map(({ data, source }) => [data, source.rows])).toEqual(
      ['self', 'superior'].map((rater) => [
        { branchId: B1, scheme: 'classification', period: '2022', rater, entries: [] },
        [],
      ]),
    );
  });

  it('names file, hash and rows with every decision', () => {
    const { gradings } = planOf(judgement, editionFile(), nothingGraded);
    const sha256 = judgement.good.sheets.get('vetoes')?.table.sha256;
    expect(gradings.inputs.filter(({ name }) => name === 'RecordVeto').map(({ source }) => source)).toEqual(
      [2, 3].map((row) => ({ file: 'vetoes-2022.csv', sha256, rows: [row] })),
    );
  });
});

describe('what an edition needs', () => {
  it('follows from its raters and gates', () => {
    expect([...neededFiles(editionFile().content)].toSorted()).toEqual(['five-basics', 'polls', 'ratings']);
    // Its gate asks for satisfaction although no rater is a poll.
    expect([...neededFiles(editionFile(otherEditionPath).content)].toSorted()).toEqual(['polls', 'ratings']);
  });

  it('is missed as a whole file, and nothing can be taken in without it', () => {
    const handover = edgesHandover({ polls: null, vetoes: null });
    expect(shown(handover.faults)).toEqual(['polls-2022.csv file-missing']);
    expect(shown(handover.warnings)).toContain('vetoes-2022.csv vetoes-absent');
    expect(handover.unusable).toBe(true);
  });

  it('is not needed where only the register is handed over', () => {
    const handover = edgesHandover({ polls: null, vetoes: null, ratings: null, 'five-basics': null, activities: null });
    expect([handover.faults, planOf(judged(handover), editionFile(), nothingGraded).gradings.committees]).toEqual([
      [],
      [],
    ]);
  });

  it('makes another file superfluous, with a warning', () => {
    const handover = handoverOf(
      edges({ ratings: (rows) => rows.slice(0, 1) }),
      editionFile(otherEditionPath).content,
      '2021',
    );
    expect(shown(handover.warnings)).toContain('five-basics-2022.csv file-not-needed');
  });
});

describe('the tree of a register', () => {
  it.each<[string, Edits, string[]]>([
    [
      'has no code twice',
      { register: cell(8, 'code', B1) },
      ['register.csv 7 code code-duplicate', 'register.csv 8 code code-duplicate'],
    ],
    ['has every parent', { register: cell(7, 'parentCode', 'nobody') }, ['register.csv 7 parentCode parent-unknown']],
    [
      'has parents before children',
      { register: (rows) => [...rows.slice(0, 5), rows[6] ?? [], rows[5] ?? [], ...rows.slice(7)] },
      ['register.csv 6 parentCode parent-later'],
    ],
    [
      'has each kind under a kind it may stand under',
      { register: cell(7, 'parentCode', '990200-SZGW') },
      ['register.csv 7 parentCode parent-kind'],
    ],
    [
      'has no circle',
      { register: cell(6, 'parentCode', B1) },
      [
        'register.csv 6 parentCode parent-later',
        'register.csv 6 parentCode parent-cycle',
        'register.csv 7 parentCode parent-cycle',
      ],
    ],
    [
      'has nobody under itself',
      { register: cell(7, 'parentCode', B1) },
      ['register.csv 7 parentCode parent-kind', 'register.csv 7 parentCode parent-cycle'],
    ],
  ])('%s', (_, edits, faults) => {
    expect(faultsWith(edits).filter((one) => one.startsWith('register'))).toEqual(faults);
  });

  it('takes a parent that only the platform has', () => {
    const whole = edgesHandover();
    const rest = edgesHandover({ register: (rows) => rows.filter((_, index) => index !== 4) });
    expect(shown(judged(rest, knownFrom(whole)).faults)).toEqual([]);
    expect(shown(judged(rest).faults)).toContain('register.csv 5 parentCode parent-unknown');
    expect(shown(judged(rest, nothingKnown).faults)).toEqual([]);
  });
});

describe('rows of branches', () => {
  it.each<[string, Edits, string[]]>([
    [
      'name branches that exist',
      { ratings: cell(2, 'branchCode', 'nobody') },
      ['ratings-2022.csv 2 branchCode branch-unknown'],
    ],
    [
      'name branches, not units',
      { vetoes: add(['990200-SZGW-001', 'V1']) },
      ['vetoes-2022.csv 4 branchCode branch-unknown'],
    ],
    [
      'name branches of the edition’s sector',
      { register: cell(7, 'sector', 'enterprise') },
      ['polls-2022.csv 2 branchCode branch-out-of-scope', 'five-basics-2022.csv 2 branchCode branch-out-of-scope'],
    ],
    [
      'have a poll for every branch',
      { polls: (rows) => rows.filter((_, index) => index !== 1) },
      ['polls-2022.csv branchCode poll-missing'],
    ],
    [
      'have figures for every branch',
      { 'five-basics': (rows) => rows.filter(([code]) => code !== B1) },
      ['five-basics-2022.csv branchCode five-basics-missing'],
    ],
    [
      'have no grade of this very period',
      { register: cell(7, 'priorGrades', 'classification:2022:general') },
      ['register.csv 7 priorGrades prior-grade-not-prior'],
    ],
  ])('%s', (_, edits, faults) => {
    const found = faultsWith(edits);
    expect([...new Set(found.filter((one) => !one.includes('branch-out-of-scope') || / 2 /.test(one)))]).toEqual(
      faults,
    );
  });

  it('are not called unknown where the register cannot be read, or nobody could be asked', () => {
    expect(faultsWith({ register: (rows) => rows.map((cells) => cells.slice(1)) })).toEqual([
      'register.csv 1 code column-missing',
    ]);
    expect(shown(judged(edgesHandover({ register: null }), nothingKnown).faults)).toEqual([]);
  });

  it('have no activity before the branch was opened', () => {
    const opened = (rows: string[][]): readonly (readonly string[])[] =>
      cell(
        7,
        'priorGrades',
        '',
      )(cell(7, 'committeeElectedOn', '')(cell(7, 'termYears', '')(cell(7, 'openedOn', '2022-03-10')(rows))));
    expect(faultsWith({ register: opened }).slice(0, 1)).toEqual([
      'activities-2022.csv 3 heldOn activity-before-opening',
    ]);
  });

  it('of a branch whose own row is wrong are not of an unknown branch', () => {
    expect(faultsWith({ register: cell(9, 'openedOn', 'then') })).toEqual(['register.csv 9 openedOn day-invalid']);
  });
});

describe('what goes back with a wrong row', () => {
  const back = (edits: Edits): { rows: Record<string, number>; ungraded: readonly string[] } => {
    const { rejection } = judged(edgesHandover(edits));
    return {
      rows: Object.fromEntries([...rejection.rows].map(([kind, rows]) => [kind, rows.size])),
      ungraded: [...rejection.ungraded],
    };
  };

  it('is all rows of the branch in that file, and its grade', () => {
    const { rows, ungraded } = back({ ratings: cell(60, 'deduction', 'x') });
    expect([rows['ratings'], rows['polls'], ungraded]).toEqual([58, 0, [B3]]);
  });

  it('of the register is everything below, and every row of these branches', () => {
    const { rows, ungraded } = back({ register: cell(6, 'openedOn', 'x') });
    expect([rows['register'], rows['polls'], rows['five-basics'], ungraded.length]).toEqual([8, 7, 42, 7]);
  });

  it('is the branch without a row where it must have one', () => {
    expect(back({ polls: (rows) => rows.filter((_, index) => index !== 1) })).toMatchObject({
      rows: { polls: 0 },
      ungraded: [B1],
    });
  });

  it('is the row alone where nobody is known by its code', () => {
    expect(back({ ratings: add(['nobody', 'self', '1.1', '1', '']) })).toMatchObject({
      rows: { ratings: 1 },
      ungraded: [],
    });
  });

  it('leaves a plan that records the branch’s other inputs and does not grade it', () => {
    const { gradings } = planOf(
      judged(edgesHandover({ ratings: cell(60, 'deduction', 'x') })),
      editionFile(),
      nothingGraded,
    );
    expect(gradings.inputs.filter(({ subject }) => subject === B3).map(({ name }) => name)).toEqual([
      'OpenGrading',
      'RecordPoll',
      'RecordDataMatch',
    ]);
    expect([gradings.gradings.length, gradings.gradings.some(({ subject }) => subject === B3)]).toEqual([23, false]);
  });
});
