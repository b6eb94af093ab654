import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { announceDraw, stepOfDraw } from '../../testing/draws.ts';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway, POPULATION } from '../../testing/gateways.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const [HASH, NONCE, SEED, CHECKPOINT] = ['11', '22', '33', '44'].map((byte) => byte.repeat(32));
const revealBy = '2023-06-03T04:00:00.000Z';
const shares = [{ stratum: 'none|none|24+', of: 3, drawn: 2 }];

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const history = announceDraw(register(), 'D1', 'W', ['C', 'W']);
  const step = (type: string, data: object) => stepOfDraw(history, ['D1', 'W'], type, data);
  step('SeedCommitted', { bodyId: 'W', commitment: HASH });
  step('SeedCommitted', { bodyId: 'C', commitment: NONCE, revealBy });
  step('SeedRevealed', { bodyId: 'C', nonce: NONCE });
  step('RevealMissed', { bodyId: 'W', revealBy, effectiveOn: '2023-06-03' });
  step('DrawCompleted', { seed: SEED, checkpoint: CHECKPOINT, shares, drawn: ['B3', 'B1'], effectiveOn: '2023-06-03' });
  step('DrawnSubstituted', { branchId: 'B1', by: 'B2', reason: '已撤销', effectiveOn: '2023-06-20' });
  announceDraw(history, 'D2', 'U', ['C', 'W']);
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

async function asked(query: string, language = 'zh'): Promise<unknown> {
  const { data, errors } = Object(JSON.parse(await gateway.ask({ query }, { 'accept-language': language })));
  expect(errors).toBeUndefined();
  return data;
}

it('tells of a draw what its receipt needs beside the population, and who missed to reveal', async () => {
  const fields = `id organization { code } status statusLabel since announcedOn sample branches populationHash commitBy revealBy
    strata { stratum of } excluded { because label count documentNo }
    bodies { id organization { code } commitment nonce missed } checkpoint seed shares { stratum of drawn }
    drawn named { code name } substituted { branchId by reason } toVisit { organization { code } } steps { type says actor }`;
  expect(await asked(`{ draw(id: "D1") { ${fields} } }`)).toMatchObject({
    draw: {
      id: 'D1',
      organization: { code: 'W' },
      status: 'completed',
      statusLabel: '已抽取',
      since: '2023-06-03',
      announcedOn: '2023-06-01',
      sample: 2,
      branches: 3,
      commitBy: '2023-06-05',
      revealBy,
      strata: [{ stratum: 'none|none|24+', of: 3 }],
      excluded: [{ because: 'other', label: '其他', count: 1, documentNo: '示例抽取〔2023〕1号' }],
      bodies: [
        { id: 'C', organization: { code: 'C' }, commitment: NONCE, nonce: NONCE, missed: false },
        { id: 'W', organization: { code: 'W' }, commitment: HASH, nonce: null, missed: true },
      ],
      checkpoint: CHECKPOINT,
      seed: SEED,
      shares,
      drawn: ['B3', 'B1'],
      named: [{ code: 'B3' }, { code: 'B1' }, { code: 'B2' }],
      substituted: [{ branchId: 'B1', by: 'B2', reason: '已撤销' }],
      toVisit: [{ organization: { code: 'B3' } }, { organization: { code: 'B2' } }],
      steps: [
        { type: 'DrawAnnounced', says: '公告随机抽取' },
        { type: 'SeedCommitted' },
        { type: 'SeedCommitted' },
        { type: 'SeedRevealed' },
        { type: 'RevealMissed', says: '未按时公开随机数' },
        { type: 'DrawCompleted' },
        { type: 'DrawnSubstituted' },
      ],
    },
  });
});

it('tells of a past day what stood then', async () => {
  expect(
    await asked(
      '{ draw(id: "D1", asOf: "2023-06-02") { status seed drawn toVisit { __typename } bodies { missed } } }',
    ),
  ).toEqual({
    draw: { status: 'revealing', seed: null, drawn: [], toVisit: [], bodies: [{ missed: false }, { missed: false }] },
  });
  expect(await asked('{ draw(id: "D1", asOf: "2023-05-31") { status } }')).toEqual({ draw: null });
});

it('lists the draws from the branches under an organization, of a status or of all', async () => {
  const listed = (named: string) => asked(`{ draws(${named}) { totalCount edges { node { id status } } } }`, 'en');
  const [first, second] = [{ node: { id: 'D2', status: 'announced' } }, { node: { id: 'D1', status: 'completed' } }];
  expect(await listed('under: "W"')).toEqual({ draws: { totalCount: 2, edges: [first, second] } });
  expect(await listed('under: "U"')).toEqual({ draws: { totalCount: 1, edges: [first] } });
  expect(await listed('under: "P", status: "completed"')).toEqual({ draws: { totalCount: 1, edges: [second] } });
});

it('gives the list that a draw was announced from, whatever has become of it, and of no other', async () => {
  for (const id of ['D1', 'D2']) {
    const answer = await gateway.read(`/draws/${id}/population`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await answer.text()).toBe(POPULATION);
  }
  const unknown = await gateway.read('/draws/D0/population');
  expect([unknown.status, Object(await unknown.json()).code]).toEqual([404, 'DRAW_UNKNOWN']);
});
