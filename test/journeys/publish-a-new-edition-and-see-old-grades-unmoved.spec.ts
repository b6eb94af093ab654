import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { command, countsUnder, editionFile, expectedGrades, gradesUnder } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

let platform: PlatformUnderTest;
let content: {
  grades: { code: string; label: string; min: number }[];
  documentNo: string;
  effectiveFrom: string;
  title: string;
};

beforeAll(async () => {
  platform = await importedEdges();
  content = JSON.parse(await readFile(editionFile, 'utf8'));
});
afterAll(() => platform.discard());

/** The content as the authority's file has it, by the command door. */
const draft = async (edition: object): Promise<void> => {
  expect(await platform.post('/commands/DraftEdition', { data: { content: edition } })).toMatchObject({ status: 200 });
};

const stricter = () => ({
  ...content,
  title: '党支部规范化建设分类定级标准（2023）',
  documentNo: '示例〔2023〕1号',
  effectiveFrom: '2023-01-01',
  grades: [{ code: 'outstanding', label: '示范', min: 98, standing: 'leading', focus: true }, ...content.grades],
});

it('refuses a new edition that takes effect inside a period graded under another', async () => {
  const wrong = { ...stricter(), documentNo: '示例〔2022〕9号', effectiveFrom: '2022-07-01' };
  await draft(wrong);
  const { errors } = await platform.graphql(
    'mutation ($input: PublishEditionInput!) { publishEdition(input: $input) { projected } }',
    { input: { editionId: 'classification:示例〔2022〕9号', basis: { documentNo: '示例〔2022〕9号' } } },
  );
  expect(errors?.[0]?.extensions?.['code']).toMatch(/EDITION/);
});

it('publishes a stricter edition for 2023', async () => {
  await draft(stricter());
  const publication = { editionId: 'classification:示例〔2023〕1号' };
  await expect(command(platform, 'PublishEdition', publication)).rejects.toThrow('PUBLISHER_DRAFTED');
  const basis = { documentNo: '示例〔2023〕1号' };
  expect(await command(platform, 'PublishEdition', { ...publication, basis })).toMatchObject({
    events: [{ type: 'EditionPublished' }],
  });
});

it('leaves every grade of 2022 as it was, by the words of its own edition', async () => {
  expect(Object.fromEntries(await gradesUnder(platform, '990200', { asOf: '2023-06-30' }))).toEqual(
    Object.fromEntries(await expectedGrades('edges-24')),
  );
  const { rating } = await platform.query<{ rating: object }>(
    '{ rating(branchId: "990200-SZGW-001-B001", scheme: "classification", effectiveOn: "2023-06-30") { label decision { editionId } } }',
  );
  expect(rating).toEqual({ label: '先进', decision: { editionId: 'classification:示例〔2022〕1号' } });
});

it('grades 2023 under the new edition', async () => {
  const subject = { branchId: '990200-SZGW-001-B001', scheme: 'classification', period: '2023' };
  await command(platform, 'OpenRound', {
    workCommitteeId: '990200-SZGW',
    scheme: 'classification',
    period: '2023',
    editionId: 'classification:示例〔2023〕1号',
  });
  await command(platform, 'OpenGrading', subject);
  for (const rater of ['self', 'superior']) await command(platform, 'SubmitRating', { ...subject, rater, entries: [] });
  await command(platform, 'RecordPoll', { ...subject, ballots: 10, answers: [{ code: 'verySatisfied', value: 10 }] });
  await command(platform, 'RecordDataMatch', { ...subject, source: '智慧党建', fields: [] });
  expect(await command(platform, 'GradeBranch', subject)).toMatchObject({
    events: [{ type: 'BranchGraded' }],
    projected: true,
  });
  expect((await gradesUnder(platform, subject.branchId)).get(subject.branchId)).toEqual({
    score: '100.00',
    grade: 'outstanding',
  });
  expect(await countsUnder(platform, subject.branchId, { period: '2022' })).toMatchObject({ advanced: 1 });
});
