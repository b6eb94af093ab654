import { describe, expect, it } from '@jest/globals';
import { cell, edges, edgesHandover, editionFile, type Edits, knownFrom, otherEditionPath } from '../testing/edges.ts';
import type { Fault } from '../fault.ts';
import { planOf } from '../planning/handover.commands.ts';
import { type Handover, handoverOf } from './handover.ts';
import { judge, type Judgement } from './judgement.ts';
import { type Known, nothingGraded, nothingKnown } from './known.ts';

/** Asked, the platform knew of nothing. */
const emptyPlatform: Known = { ...nothingKnown, asked: true };
const judged = (handover: Handover, known: Known = emptyPlatform): Judgement => judge(handover, known, '2022-12-31');
const shown = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ file, row, column, code }) => [file, row ?? '', column ?? '', code].join(' ').replace(/ +/g, ' '));
const faultsWith = (edits: Edits): readonly string[] => shown(judged(edgesHandover(edits)).faults);
const B3 = '990200-SZGW-001-B003';
/** Branch of row 7 of the register. */
const B1 = '990200-SZGW-001-B001';

describe('root causes', () => {
  it.each<[string, Edits, string[]]>([
    [
      'a column that a file misses',
      { polls: (rows) => rows.map((cells) => cells.slice(1)) },
      ['polls-2022.csv 1 branchCode column-missing'],
    ],
    [
      'a poll whose branch cannot be read',
      { polls: cell(2, 'branchCode', '9.902E+11') },
      ['polls-2022.csv 2 branchCode scientific'],
    ],
    [
      'a row of figures that is separated otherwise',
      { 'five-basics': (rows) => rows.map((cells, at) => (at === 1 ? [cells.join(';')] : cells)) },
      ['five-basics-2022.csv 2 separator-wrong'],
    ],
    [
      'a unit whose code cannot be read',
      { register: cell(6, 'code', '9.902E+11') },
      ['register.csv 6 code scientific'],
    ],
    [
      'a branch whose code cannot be read',
      { register: cell(9, 'code', '９９０２００-SZGW-001-B003') },
      ['register.csv 9 code code-compatible'],
    ],
    [
      'a row of ratings in scientific notation',
      { ratings: cell(60, 'deduction', '1e3') },
      ['ratings-2022.csv 60 deduction amount-invalid'],
    ],
  ])('are said alone: %s', (_, edits, faults) => {
    expect(faultsWith(edits)).toEqual(faults);
  });

  it.each([';', '\t', ' ; '])('leave a branch ungraded of which a row is separated by %j', (separator) => {
    const edits = { ratings: (rows: string[][]) => rows.map((row, at) => (at === 59 ? [row.join(separator)] : row)) };
    const judgement = judged(edgesHandover(edits));
    const { gradings } = planOf(judgement, editionFile(), nothingGraded);
    expect([shown(judgement.faults), gradings.gradings.length]).toEqual([['ratings-2022.csv 60 separator-wrong'], 23]);
    expect([...judgement.rejection.ungraded]).toEqual([B3]);
  });

  it('leave what follows from them ungraded all the same', () => {
    const { rejection } = judged(edgesHandover({ register: cell(9, 'code', '９９０２００-SZGW-001-B003') }));
    expect(rejection.rows.get('ratings')?.size).toBe(58);
    const { gradings } = planOf(
      judged(edgesHandover({ polls: cell(2, 'branchCode', '9.902E+11') })),
      editionFile(),
      nothingGraded,
    );
    expect([gradings.gradings.length, gradings.gradings.some(({ subject }) => subject === B1)]).toEqual([23, false]);
  });

  it('are not followed by every organization of the platform that a register without heading lacks', () => {
    const whole = edgesHandover();
    const headless = edgesHandover({ register: (rows) => rows.slice(1) });
    expect([
      shown(judged(headless, knownFrom(whole)).faults),
      shown(judged(headless, knownFrom(whole)).warnings),
    ]).toEqual([['register.csv 1 heading-missing'], shown(judged(whole, knownFrom(whole)).warnings)]);
  });
});

describe('a prior grade', () => {
  const prior = (grade: string): Handover => edgesHandover({ register: cell(7, 'priorGrades', grade) });

  it.each([
    ['that its edition has is taken', 'classification:2021:lagging', [], 47],
    ['of a scheme without an edition is one that the domain knows', 'appraisal:2021:fairly-good', [], 47],
    ['that no edition of its scheme has is a warning', 'classification:2021:excellent', ['prior-grade-unknown'], 46],
    ['that is of the other scheme is a warning', 'appraisal:2021:advanced', ['prior-grade-unknown'], 46],
    ['of a scheme that nobody knows is a warning', 'weather:2021:fine', ['prior-grade-unknown'], 46],
  ])('%s', (_, grade, warnings, planned) => {
    const judgement = judged(prior(grade));
    const { priors } = planOf(judgement, editionFile(), nothingGraded);
    const ofPriors = judgement.warnings.filter(({ column }) => column === 'priorGrades').map(({ code }) => code);
    expect([judgement.faults, ofPriors, priors.length]).toEqual([[], warnings, planned]);
  });

  it('that its row has changed is corrected, with the file as the reason; one that is the same asks for nothing', () => {
    const known = (grade: string): typeof nothingGraded => ({
      ...nothingGraded,
      grades: new Map([['classification:2021', new Map([[B1, { eventId: 'e1', grade, editionId: null }]])]]),
    });
    const asked = (grade: string): readonly unknown[] =>
      planOf(judged(prior('classification:2021:lagging')), editionFile(), known(grade))
        .priors.filter(({ subject }) => subject === B1)
        .map(({ name, observed, data }) => ({ name, observed, ...data }));
    expect(asked('lagging')).toEqual([]);
    expect(asked('general')).toMatchObject([
      { name: 'CorrectPriorGrade', observed: 'e1', grade: 'lagging', period: '2021', source: 'register.csv' },
    ]);
  });

  it('is measured by every edition that is given', () => {
    const other = editionFile(otherEditionPath).content;
    const handover = handoverOf(
      edges({ register: cell(7, 'priorGrades', 'appraisal:2021:poor') }),
      editionFile().content,
      '2022',
      [{ ...other, grades: other.grades.filter(({ code }) => code !== 'poor') }],
    );
    expect(judged(handover).warnings.map(({ code }) => code)).toContain('prior-grade-unknown');
  });
});
