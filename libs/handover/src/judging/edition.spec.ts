import { type EditionContent, editionContent, editionId } from '@zhibu/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../fault.ts';
import { planOf } from '../planning/handover.commands.ts';
import { cell, edges, edgesHandover, editionFile, type Edits, knownFrom, otherEditionPath } from '../testing/edges.ts';
import { gradersOf, gradingEditionFaults } from './grader.rules.ts';
import { type Handover, handoverOf } from './handover.ts';
import { judge, type Judgement } from './judgement.ts';
import { type Graded, type Known, nothingGraded, nothingKnown } from './known.ts';

const organ = editionFile();
/** The same standard for institutions: of its own document, with other raters, items, options and vetoes. */
const institution = {
  ...organ,
  file: 'institution.json',
  content: editionContent.parse({
    ...organ.content,
    sector: 'institution',
    documentNo: '示例〔2022〕2号',
    raters: [
      { code: 'self', label: '支部自评', kind: 'itemised', weight: 0.3 },
      { code: 'members', label: '党员群众测评', kind: 'poll', weight: 0.3 },
      { code: 'party-group', label: '党组评定', kind: 'itemised', weight: 0.4 },
    ],
    poll: { scores: { good: 100, bad: 0 }, satisfied: ['good'] },
    bonus: { cap: 5, items: [{ code: 'B9', text: '受表彰', points: 1 }] },
    vetoes: [{ code: 'V9', says: '弄虚作假' }],
  }),
};
const both: readonly EditionContent[] = [organ.content, institution.content];

/** Branches of rows 7 and 8 of the register; the second is made an institution's. */
const [B1, B2, B3] = ['990200-SZGW-001-B001', '990200-SZGW-001-B002', '990200-SZGW-001-B003'] as const;
const polled = (rows: string[][]): readonly (readonly string[])[] =>
  rows.map((row, index) => {
    if (index === 0) return [...row, 'good', 'bad'];
    return row[0] === B2 ? [B2, '20', '', '', '', '', '19', '1'] : [...row, '', ''];
  });
const rated = (rows: string[][]): readonly (readonly string[])[] => [
  ...rows.filter(([code]) => code !== B2),
  [B2, 'self', '1.1', '3', ''],
  [B2, 'party-group', 'B9', '', '2'],
];
const sideBySide: Edits = { register: cell(8, 'sector', 'institution'), polls: polled, ratings: rated };

const asked: Known = { ...nothingKnown, asked: true };
const taken = (edits: Edits): Handover => handoverOf(edges(edits), organ.content, '2022', [institution.content]);
const judged = (edits: Edits): Judgement => judge(taken(edits), asked, '2022-12-31');
const shown = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ file, row, column, code }) => `${file} ${row ?? ''} ${column ?? ''} ${code}`);
const plan = (judgement: Judgement, graded: Graded = nothingGraded) =>
  planOf(judgement, organ, graded, { others: [institution] });

describe('editions of two sectors in one round', () => {
  it('grade each branch by the one of its sector: its raters, its options, its vetoes', () => {
    const judgement = judged(sideBySide);
    expect(shown(judgement.faults)).toEqual([]);
    const { gradings } = plan(judgement);
    const ofB2 = gradings.inputs.filter(({ subject }) => subject === B2);
    expect(ofB2.map(({ name, data }) => [name, 'rater' in data ? data.rater : ''])).toEqual([
      ['OpenGrading', ''],
      ['SubmitRating', 'self'],
      ['SubmitRating', 'party-group'],
      ['RecordPoll', ''],
      ['RecordDataMatch', ''],
    ]);
    expect(ofB2.find(({ name }) => name === 'RecordPoll')?.data).toMatchObject({ answers: { good: 19, bad: 1 } });
    const poll = gradings.inputs.find(({ name, subject }) => name === 'RecordPoll' && subject === B1);
    expect(poll?.data).toMatchObject({ answers: { verySatisfied: 20, satisfied: 0, neutral: 0, dissatisfied: 0 } });
    expect(gradings.gradings).toHaveLength(24);
  });

  it('are both published, and the round is opened by the first and given the other', () => {
    const { editions, rounds } = plan(judged(sideBySide));
    expect(editions.map(({ name }) => name)).toEqual([
      'DraftEdition',
      'PublishEdition',
      'DraftEdition',
      'PublishEdition',
    ]);
    expect(rounds.map(({ name, data }) => [name, 'editionId' in data ? data.editionId : ''])).toEqual([
      ['OpenRound', editionId(organ.content)],
      ['AddRoundEdition', editionId(institution.content)],
    ]);
  });

  it('are added only where the round lacks one, whichever it was opened by', () => {
    const opened = (...ids: readonly string[]): readonly string[] =>
      plan(judged(sideBySide), { ...nothingGraded, opened: new Map([['990200-SZGW', new Set(ids)]]) }).rounds.map(
        ({ name, data }) => `${name} ${'editionId' in data ? String(data.editionId) : ''}`,
      );
    const [first, second] = [editionId(organ.content), editionId(institution.content)];
    expect(opened(second)).toEqual([`AddRoundEdition ${first}`]);
    expect(opened(first, second)).toEqual([]);
  });

  it.each<[string, Edits, readonly string[]]>([
    [
      'a rater of the other edition',
      { ...sideBySide, ratings: (rows) => [...rated(rows), [B2, 'superior', '1.1', '3', '']] },
      ['ratings-2022.csv', 'rater', 'rater-unknown'],
    ],
    [
      'an item of the other edition',
      { ...sideBySide, ratings: (rows) => [...rated(rows), [B1, 'self', 'B9', '', '1']] },
      ['ratings-2022.csv', 'itemCode', 'item-unknown'],
    ],
    [
      'an answer of the other edition',
      {
        ...sideBySide,
        polls: (rows) => polled(rows).map((row) => (row[0] === B3 ? [B3, '20', '19', '0', '0', '0', '1', ''] : row)),
      },
      ['polls-2022.csv', 'good', 'option-unknown'],
    ],
    [
      'no answer of its own edition',
      {
        ...sideBySide,
        polls: (rows) => polled(rows).map((row) => (row[0] === B2 ? [B2, '19', '', '', '', '', '19', ''] : row)),
      },
      ['polls-2022.csv', 'bad', 'cell-empty'],
    ],
    [
      'a veto of the other edition',
      { ...sideBySide, vetoes: (rows) => [...rows, [B1, 'V9']] },
      ['vetoes-2022.csv', 'vetoCode', 'veto-unknown'],
    ],
  ])('leave no row with %s', (_, edits, [file, column, code]) => {
    expect(judged(edits).faults).toMatchObject([{ file, column, code }]);
  });

  it('warn of a bonus above the points that the edition of its branch gives', () => {
    const odd = judged(sideBySide).warnings.filter(({ code, value }) => code === 'bonus-above-points' && value === '2');
    expect(odd.map(({ zh }) => zh)).toEqual(['加分超过项目分值（1），按分值计']);
  });

  it('name a branch of neither sector, or of none, by its row', () => {
    const nobody = (sector: string): readonly string[] =>
      judged({
        register: cell(8, 'sector', sector),
        ...Object.fromEntries(
          (['ratings', 'polls', 'five-basics'] as const).map((kind) => [
            kind,
            (rows: string[][]) => rows.filter(([code]) => code !== B2),
          ]),
        ),
      })
        .warnings.filter(({ code }) => code === 'graded-by-nobody')
        .map(({ row, column, zh, en }) => `${row} ${column} ${zh} ${en}`);
    expect(nobody('social')).toEqual([
      '8 sector 本轮无人评定该党支部（领域为社会组织，所给标准适用于机关、事业单位） no edition of this round grades the branch (its sector is social organization, the editions given are for government organ, public institution)',
    ]);
    expect(nobody('')).toEqual([
      '8 sector 本轮无人评定该党支部（没有登记领域） no edition of this round grades the branch (its sector is not registered)',
    ]);
  });

  it('ask for a poll of those alone whose edition needs one', () => {
    const unasked = editionContent.parse({
      ...institution.content,
      raters: [{ code: 'self', label: '支部自评', kind: 'itemised', weight: 1 }],
      gates: [],
      poll: undefined,
    });
    const handover = handoverOf(
      edges({
        ...sideBySide,
        ratings: (rows) => rows.filter(([code]) => code !== B2),
        polls: (rows) => rows.filter(([code]) => code !== B2),
        'five-basics': (rows) => rows.filter(([code]) => code !== B2),
      }),
      organ.content,
      '2022',
      [unasked],
    );
    expect(shown(judge(handover, asked, '2022-12-31').faults)).toEqual([]);
    const without = handoverOf(edges({ polls: (rows) => rows.filter(([code]) => code !== B1) }), organ.content, '2022');
    expect(shown(judge(without, asked, '2022-12-31').faults)).toEqual(['polls-2022.csv  branchCode poll-missing']);
  });
});

describe('which of the editions given grade', () => {
  const file = (name: string, content: Partial<EditionContent>) => ({
    ...organ,
    file: name,
    content: { ...organ.content, ...content },
  });
  const appraisal = editionFile(otherEditionPath).content;

  it('are the first and those of its scheme for other organizations', () => {
    expect(gradersOf([...both, appraisal], '2022')).toEqual(both);
    const later = { ...organ.content, documentNo: '示例〔2020〕1号', effectiveFrom: '2020-01-01' };
    expect(gradersOf([organ.content, later], '2022')).toEqual([organ.content]);
    const branchesOfCommittees: EditionContent = { ...organ.content, subjects: ['general-branch'] };
    expect(gradersOf([organ.content, branchesOfCommittees], '2022')).toHaveLength(2);
    const nextYear = { ...institution.content, effectiveFrom: '2023-01-01' };
    expect(gradersOf([organ.content, nextYear], '2022')).toEqual([organ.content]);
  });

  it.each([
    ['2022-12-31', []],
    ['2023-01-01', ['edition-not-in-force']],
  ])('are in force on the last day of the period: from %s', (effectiveFrom, codes) => {
    expect(gradingEditionFaults([file('a.json', { effectiveFrom })], '2022').map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['2022-12-31', ['edition-superseded']],
    ['2023-01-01', []],
  ])('are not replaced by another given, in force from %s', (effectiveFrom, codes) => {
    const files = [file('old.json', {}), file('new.json', { effectiveFrom, documentNo: '示例〔2022〕9号' })];
    expect(gradingEditionFaults(files, '2022').map(({ code }) => code)).toEqual(codes);
    expect(
      gradingEditionFaults(files.toReversed(), '2022').filter(({ code }) => code === 'edition-superseded'),
    ).toEqual([]);
  });
});

it('a branch that only the platform knows is graded by its sector there', () => {
  const whole = edgesHandover();
  const rest = handoverOf(edges({ ...sideBySide, register: null }), organ.content, '2022', [institution.content]);
  const known = knownFrom(whole, { [B2]: { sector: 'institution' } });
  expect(shown(judge(rest, known, '2022-12-31').faults)).toEqual([]);
});
