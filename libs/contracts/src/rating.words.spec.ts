import { expect, it } from '@jest/globals';
import { type RatingSaid, ratingSays } from './rating.words.ts';

const said: RatingSaid = {
  label: '一般',
  computedLabel: '一般',
  score: '100.00',
  totals: [
    { rater: 'self', label: '支部自评', kind: 'itemised', weight: '0.3', total: '100' },
    { rater: 'superior', label: '上级党组织评定', kind: 'itemised', weight: '0.5', total: '92' },
    { rater: 'crowd', label: '党员群众测评', kind: 'poll', weight: '0.2', total: '88.498437' },
  ],
  findings: [
    { rater: 'superior', pointsLost: '5.5' },
    { rater: 'superior', pointsLost: '2.5' },
  ],
  gates: [
    {
      code: 'basics',
      says: '五个基本与智慧党建数据不符超过2项不得定为先进',
      measured: '3',
      bound: '> 2',
      lowered: true,
    },
  ],
  vetoes: [],
  isDetermined: false,
};

it('says the whole in one sentence: what each rater took off, the score, what held the grade down', () => {
  expect(ratingSays(said)).toEqual({
    zh: '支部自评：未扣分；上级党组织评定：扣分2项，共8分；党员群众测评：测评88.5分；得分100分，因五个基本与智慧党建数据不符超过2项不得定为先进，初定为一般',
    en: expect.stringContaining('上级党组织评定: 2 items, 8 points lost; '),
  });
});

it('says who determined otherwise, on what and why', () => {
  const determined = {
    ...said,
    gates: [],
    isDetermined: true,
    label: '后进',
    reason: '群众反映',
    documentNo: '核〔2023〕2号',
  };
  expect(ratingSays(determined).zh).toContain(
    '得分100分，初定为一般，上级党组织审定为后进，依据核〔2023〕2号，理由：群众反映',
  );
});

it('names a veto before a gate, and no gate that lowered nothing', () => {
  const vetoes = [
    { veto: 'Z', says: '弄虚作假', effectiveOn: '2023-01-01', eventId: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001' },
  ];
  expect(ratingSays({ ...said, vetoes }).zh).toContain('因弄虚作假，');
  const gates = said.gates.map((gate) => ({ ...gate, lowered: false }));
  expect(ratingSays({ ...said, gates }).zh).not.toContain('因');
});

it('says of a grade from before the platform that it is one, and on what', () => {
  const prior = {
    label: '先进',
    totals: [],
    findings: [],
    gates: [],
    vetoes: [],
    isDetermined: false,
    documentNo: '核〔2021〕1号',
  };
  expect(ratingSays(prior)).toEqual({
    zh: '先进（平台启用前评定），依据核〔2021〕1号',
    en: '先进 (decided before the platform), on 核〔2021〕1号',
  });
});

it('says that a reassessment after a remediation may not rise so far at once', () => {
  const limited = { ...said, gates: [], label: '一般', limitedFrom: '先进', documentNo: '核〔2023〕2号' };
  expect(ratingSays(limited).zh).toContain(
    '得分100分，初定为先进，因整顿验收后重新定级最多提高一个等次，定为一般，依据核〔2023〕2号',
  );
  expect(ratingSays(limited).en).toContain('computed 先进; after a remediation a grade rises by one at most, so 一般');
});
