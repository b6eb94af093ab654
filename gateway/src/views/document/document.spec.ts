import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { documentStream } from '@zhibu/contracts';
import { OPERATOR } from '../../access/principal.ts';
import { dig } from '../../testing/asking.ts';
import { register } from '../../testing/duties.ts';
import { executableSchema, type Execute, executing } from '../../testing/executable.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let execute: Execute;
const NO = '示例组〔2023〕5号';
beforeAll(async () => {
  under = await readModelUnderTest();
  const history = register().record(documentStream(NO), 'DocumentIssued', {
    documentNo: NO,
    organizationId: 'W',
    name: 'grading-results',
    sha256: 'a'.repeat(64),
    asOf: '2022-12-31',
    knownAt: '2023-03-11T00:00:00.000Z',
    asked: [{ field: 'period', value: '2022' }],
    effectiveOn: '2023-03-12',
  });
  await under.apply(history.events);
  const over = { reader: under.open, projector: under.pools.database, isLocked: true, today: '2023-06-01' };
  execute = executing(executableSchema(), over);
}, 60_000);
afterAll(() => under.drop());

const fields =
  'documentNo organization { code } name label service issuedOn sha256 ofDay ofInstant asked { field value }';
const shown = {
  documentNo: NO,
  organization: { code: 'W' },
  name: 'grading-results',
  label: '定级结果通报',
  service: 'assessment',
  issuedOn: '2023-03-12',
  sha256: 'a'.repeat(64),
  ofDay: '2022-12-31',
  ofInstant: '2023-03-11T00:00:00.000Z',
  asked: [{ field: 'period', value: '2022' }],
};

it('a number tells which paper bears it, from the day on that it bears', async () => {
  const asked = async (asOf: string) =>
    dig((await execute(`{ document(documentNo: "${NO}", asOf: "${asOf}") { ${fields} } }`, OPERATOR)).data, 'document');
  expect(await asked('2023-03-12')).toEqual(shown);
  expect(await asked('2023-03-11')).toBeNull();
});

it('what was issued below an organization is listed with who issued it', async () => {
  const { data } = await execute(`{ documents(under: "C") { totalCount edges { node { ${fields} } } } }`, OPERATOR);
  expect(data).toEqual({ documents: { totalCount: 1, edges: [{ node: shown }] } });
});

it('a number under which nothing was issued, and one of somebody else, are unknown alike', async () => {
  const stranger = { kind: 'person', personId: 'P-none', session: 's', factors: [], steppedUpAt: '' } as const;
  for (const [no, principal] of [
    ['示例组〔2023〕6号', OPERATOR],
    [NO, stranger],
  ] as const)
    expect((await execute(`{ document(documentNo: "${no}") { name } }`, principal)).errors).toMatchObject([
      { code: 'DOCUMENT_UNKNOWN' },
    ]);
});
