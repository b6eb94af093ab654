import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { editionStream } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { editionById, editionTitles } from './edition.lookup.ts';
import { quotaSays, rulesOf } from './edition.words.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

const editionId = 'classification:示例〔2022〕1号';

it('shows an edition with its content under its hash, and as retired with what it had', async () => {
  const history = new History().edition();
  expect(await editionById(under.model, editionId)).toBeUndefined();
  await under.apply(history.events);
  expect(await editionById(under.model, editionId)).toMatchObject({
    id: editionId,
    status: 'published',
    contentHash: 'e'.repeat(64),
    retiredOn: null,
    content: { scheme: 'classification', documentNo: '示例〔2022〕1号', grades: [{}, {}, {}] },
  });
  history.record(`edition-${editionId}`, 'EditionRetired', { editionId, effectiveOn: '2024-01-01', reason: '新标准' });
  await under.apply(history.events);
  expect(await editionById(under.model, editionId)).toMatchObject({
    status: 'retired',
    retiredOn: '2024-01-01',
    contentHash: 'e'.repeat(64),
    content: { scheme: 'classification' },
  });
});

it('shows a draft as it was revised last', async () => {
  const [published] = new History().edition('appraisal').events;
  const content = { ...Object(published?.data).content, title: '草案' };
  const id = 'appraisal:示例〔2022〕1号';
  const history = new History()
    .record(editionStream(id), 'EditionDrafted', { editionId: id, content })
    .record(editionStream(id), 'EditionRevised', { editionId: id, content: { ...content, title: '再稿' } });
  await under.apply(history.events);
  expect(await editionById(under.model, id)).toMatchObject({
    status: 'draft',
    contentHash: null,
    content: { title: '再稿' },
  });
  expect(await editionTitles(under.model, [id, 'appraisal:nobody'])).toEqual(new Map([[id, '再稿']]));
});

it('says quotas and rules in words, one language at a time', async () => {
  const row = await editionById(under.model, editionId);
  if (!row) throw new Error('the edition is there');
  const content = {
    ...row.content,
    gates: [{ code: 'G', measure: 'satisfaction', below: 0.9, cap: 'general', says: '满意度低的不得先进' }],
    vetoes: [{ code: 'V', says: '弄虚作假' }],
    exempt: { livedLessThanMonths: 3, forms: ['temporary' as const] },
    notice: { grades: ['advanced', 'general'], workingDays: 7 },
  };
  expect(rulesOf(content).map(({ kind, code, says }) => [kind, code, says.zh])).toEqual([
    ['gate', 'G', '满意度低的不得先进'],
    ['veto', 'V', '弄虚作假'],
    ['exemption', 'lived-less', '至年末成立不满3个月的，可免于定级'],
    ['exemption', 'temporary', '临时党支部可免于定级'],
    ['notice', 'notice', '拟定为先进、一般的，核准前公示7个工作日'],
  ]);
  expect(rulesOf({ ...content, exempt: { livedLessThanMonths: 0 }, notice: { grades: [] } })).toHaveLength(2);
  expect(quotaSays({ grade: 'advanced', maxShare: 0.4, per: 'unit', fromBranches: 5, ofFewer: 1 }).zh).toBe(
    '不超过40%（按单位统计；不足5个党支部的，不超过1个）',
  );
});
