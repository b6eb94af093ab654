import { expect, it } from '@jest/globals';
import { sampleData } from './documents/sample.ts';
import { gradingEventSays, gradingEvents, isOneOf } from './index.ts';

const isOfGrading = isOneOf(...Object.values(gradingEvents));

/** What the sample of an event says, with parts of it replaced. */
async function said(type: keyof typeof gradingEvents, overrides: object = {}): Promise<unknown> {
  const { schemaVersion } = gradingEvents[type];
  const event = { type, data: { ...(await sampleData(type, schemaVersion)), ...overrides } };
  return isOfGrading(event) ? gradingEventSays(event) : undefined;
}

const basis = { documentNo: '核〔2023〕2号' };

it.each(Object.values(gradingEvents))(
  'says of $type what its contract says happened, and what it carries',
  async ({ type, words }) => {
    expect(await said(type)).toEqual({
      zh: expect.stringMatching(new RegExp(`^${words.zh}：.*[^：]$`)),
      en: expect.stringMatching(new RegExp(`^${words.en}: .*[^ :]$`)),
    });
  },
);

it.each([
  [{ kind: 'score', codes: [] }, '得分 80.00，一般', 'score 80.00, general'],
  [{ kind: 'gate', codes: ['A', 'B'] }, '得分 80.00，一般（受限于 A、B）', 'score 80.00, general (capped by A, B)'],
  [{ kind: 'veto', codes: ['Z1'] }, '得分 80.00，一般（否决情形 Z1）', 'score 80.00, general (vetoed by Z1)'],
])('names what set a computed grade: %j', async (decidedBy, zh, en) => {
  const graded = { score: '80.00', grade: 'general', label: '一般', decidedBy };
  expect(await said('BranchGraded', graded)).toEqual({ zh: `计算等次：${zh}`, en: `branch graded: ${en}` });
  expect(await said('GradeRevised', { ...graded, basis, reason: '更正' })).toEqual({
    zh: `修正等次：${zh}，依据 核〔2023〕2号，理由：更正`,
    en: `grade revised: ${en} on 核〔2023〕2号, because: 更正`,
  });
});

it('gives a reason only where there is one', async () => {
  expect(await said('VetoRecorded', { veto: 'Z1', reason: undefined })).toEqual({
    zh: '记录否决情形：Z1',
    en: 'veto recorded: Z1',
  });
  expect(await said('VetoWithdrawn', { veto: 'Z1', reason: '查无此事' })).toEqual({
    zh: '撤回否决情形：Z1，理由：查无此事',
    en: 'veto withdrawn: Z1, because: 查无此事',
  });
});
