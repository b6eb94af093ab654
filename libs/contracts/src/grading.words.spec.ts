import { describe, expect, it } from '@jest/globals';
import { sampleData } from './documents/sample.ts';
import { type EditionNames, gradingEventSays, gradingEvents, isOneOf, type Wording } from './index.ts';

const isOfGrading = isOneOf(...Object.values(gradingEvents));
const named = (code: string, word: string): ReadonlyMap<string, string> => new Map([[code, word]]);
const names: EditionNames = {
  title: '市直机关党支部规范化建设标准',
  raters: new Map([
    ['self', '支部自评'],
    ['superior', '上级党组织评定'],
  ]),
  grades: new Map([
    ['advanced', '先进'],
    ['general', '一般'],
  ]),
  vetoes: named('Z1', '发生违纪违法案件'),
  gates: named('A', '五个基本与智慧党建数据不符超过2项不得定为先进'),
};

/** What the sample of an event says, with parts of it replaced. */
async function said(
  type: keyof typeof gradingEvents,
  overrides: object = {},
  by: EditionNames | undefined = names,
): Promise<Wording | undefined> {
  const { schemaVersion } = gradingEvents[type];
  const event = { type, data: { ...(await sampleData(type, schemaVersion)), ...overrides } };
  return isOfGrading(event) ? gradingEventSays(event, by) : undefined;
}

const basis = { documentNo: '核〔2023〕2号' };

it.each(Object.values(gradingEvents))(
  'says of $type a sentence in each language, and no code, whether its edition is known or not',
  async ({ type }) => {
    const codes = {
      rater: 'qq1',
      veto: 'qq2',
      grade: 'qq3',
      computedGrade: 'qq4',
      editionId: 'qq5',
      scheme: 'classification',
    };
    for (const by of [names, undefined]) {
      const words = await said(
        type,
        { ...codes, label: '一般', source: '智慧党建系统', basis, reason: '查实', period: '2022' },
        by,
      );
      expect(words?.zh).toMatch(/\p{Script=Han}/u);
      expect(words?.zh).not.toMatch(/[A-Za-z]|undefined|：：|，，/);
      expect(words?.en).toMatch(/^[a-z]/);
    }
  },
);

describe('a rating', () => {
  it.each([
    ['self', [], '支部自评：未扣分'],
    ['self', [{ item: '1', deduction: '0' }], '支部自评：未扣分'],
    [
      'superior',
      [
        { item: '1', deduction: '3' },
        { item: '2', deduction: '5.0' },
      ],
      '上级党组织评定：扣分2项，共8分',
    ],
    [
      'superior',
      [
        { item: '1', deduction: '0.5' },
        { item: '2', bonus: '2' },
      ],
      '上级党组织评定：扣分1项，共0.5分，加分1项，共2分',
    ],
  ])('of %s with %j', async (rater, entries, zh) => {
    expect(await said('RatingSubmitted', { rater, entries })).toMatchObject({ zh });
  });
});

const gate = { code: 'A', says: '五个基本与智慧党建数据不符超过2项不得定为先进', measured: '3', bound: '> 2' };
const vetoes = [
  { veto: 'Z1', says: '发生违纪违法案件', effectiveOn: '2023-01-01', eventId: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001' },
];

describe('a computed grade names what set it', () => {
  it.each([
    [{ kind: 'score', codes: [] }, '得分100分', 'score 100'],
    [
      { kind: 'gate', codes: ['A'] },
      '得分100分，因五个基本与智慧党建数据不符超过2项不得定为先进',
      'score 100 (capped by A)',
    ],
    [{ kind: 'veto', codes: ['Z1'] }, '得分100分，因发生违纪违法案件', 'score 100 (vetoed by Z1)'],
  ])('%j', async (decidedBy, zh, en) => {
    const gates = [
      { ...gate, lowered: true },
      { ...gate, says: '没有降低等次', lowered: false },
    ];
    const graded = { score: '100', grade: 'general', label: '一般', decidedBy, gates, vetoes };
    expect(await said('BranchGraded', graded)).toEqual({ zh: `${zh}，初定为一般`, en: `${en}: general` });
    expect(await said('GradeRevised', { ...graded, basis, reason: '更正' })).toEqual({
      zh: `${zh}，更正为一般，依据核〔2023〕2号，理由：更正`,
      en: `${en}, revised to general on 核〔2023〕2号, because: 更正`,
    });
  });
});

it('calls a grade from before the platform by the words of its scheme, and never doubles the year', async () => {
  const prior = { scheme: 'appraisal', period: '2021', grade: 'fairly-good', basis };
  expect(await said('PriorGradeRecorded', prior, undefined)).toMatchObject({
    zh: '录入历史等次：2021年度考核为较好，依据核〔2023〕2号',
  });
  expect(
    await said('PriorGradeRecorded', { ...prior, scheme: 'classification', grade: 'lagging' }, undefined),
  ).toMatchObject({ zh: '录入历史等次：2021年度分类定级为后进，依据核〔2023〕2号' });
});

it('gives a reason only where there is one', async () => {
  expect(await said('VetoRecorded', { veto: 'Z1', reason: undefined })).toEqual({
    zh: '登记一票否决情形：发生违纪违法案件',
    en: 'veto recorded: Z1',
  });
  expect(await said('VetoWithdrawn', { veto: 'Z1', reason: '查无此事' })).toEqual({
    zh: '解除一票否决情形：发生违纪违法案件，理由：查无此事',
    en: 'veto withdrawn: Z1, because: 查无此事',
  });
});
