import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const editionId = 'classification:示例〔2022〕1号';
const about = { roundId: 'C:classification:2022', workCommitteeId: 'C', scheme: 'classification', period: '2022' };
const branch = (name: string) => ({ code: name, kind: 'branch' as const, name, parentId: 'U', sector: 'organ' });

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-03-01T00:00:00Z') });
  const edition = { editionId, editionHash: 'e'.repeat(64), sector: 'organ', subjects: ['branch'] };
  const history = new History()
    .register('C', 'work-committee')
    .register('U', 'unit', 'C')
    .organization('B1', 'OrganizationRegistered', branch('B1'))
    .organization('B2', 'OrganizationRegistered', branch('B2'))
    .organization('B3', 'OrganizationRegistered', branch('B3'))
    .organization('X', 'OrganizationRegistered', branch('X'))
    .register('N', 'branch', 'U')
    .edition()
    .record(`round-${about.roundId}`, 'RoundOpened', {
      ...about,
      editions: [edition],
      steps: [],
      openedOn: '2023-01-05',
    })
    .record(`round-${about.roundId}`, 'BranchExempted', { ...about, branchId: 'X', because: 'lived-less' })
    .grade('B1', '2022', { grade: 'advanced' })
    .record('round-C:appraisal:2022', 'RoundOpened', {
      ...about,
      roundId: 'C:appraisal:2022',
      scheme: 'appraisal',
      editions: [{ ...edition, editionId: 'appraisal:示例〔2022〕1号' }],
      steps: [],
      openedOn: '2023-01-05',
    })
    .closeRound('appraisal', '2022', { sameHand: true, ratedByConfirmer: ['B1'], inspectedByGrader: ['B1', 'B2'] });
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

async function asked(query: string, language = 'zh'): Promise<unknown> {
  const text = await gateway.ask({ query }, { 'accept-language': language });
  const { data, errors } = Object(JSON.parse(text));
  expect(errors).toBeUndefined();
  return data;
}

const ofRound = (fields: string): string =>
  `{ round(workCommitteeId: "C", scheme: "classification", period: "2022") { ${fields} } }`;

it('says who is missing what in a round, with names and in words', async () => {
  const round = await asked(
    ofRound(`id editionId editionIds closed openedOn closedOn basis inScope graded
      missing(first: 1) { totalCount pageInfo { hasNextPage endCursor } edges { node { organization { code name } branch { organization { code } } inputs says } } }
      outside { organization { code } reason } exempt { organization { code } reason }
      reviews { unit { code } reviewedOn stale } notice { to }`),
  );
  expect(round).toEqual({
    round: {
      id: about.roundId,
      editionId,
      editionIds: [editionId],
      closed: false,
      openedOn: '2023-01-05',
      closedOn: null,
      basis: null,
      inScope: 3,
      graded: 1,
      missing: {
        totalCount: 2,
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        edges: [
          {
            node: {
              organization: { code: 'B2', name: 'B2' },
              branch: { organization: { code: 'B2' } },
              inputs: ['rating:self'],
              says: '还缺：自评',
            },
          },
        ],
      },
      outside: [{ organization: { code: 'N' }, reason: '未登记领域' }],
      exempt: [{ organization: { code: 'X' }, reason: '成立时间不足' }],
      reviews: [{ unit: { code: 'U' }, reviewedOn: null, stale: false }],
      notice: null,
    },
  });
});

it('answers in the language asked for, and refuses a round nobody opened', async () => {
  expect(await asked(ofRound('outside { reason } missing(first: 1) { edges { node { says } } }'), 'en')).toEqual({
    round: {
      outside: [{ reason: 'its sector is not registered' }],
      missing: { edges: [{ node: { says: 'still missing: the rating “自评”' } }] },
    },
  });
  const other = '{ round(workCommitteeId: "C", scheme: "classification", period: "2021") { closed } }';
  const { errors } = Object(JSON.parse(await gateway.ask({ query: other }, {})));
  expect(errors).toMatchObject([{ extensions: { code: 'ROUND_UNKNOWN', field: 'period' } }]);
});

it('warns, with names, of whom one person rated, confirmed or inspected beside', async () => {
  const round = '{ round(workCommitteeId: "C", scheme: "appraisal", period: "2022") { sameHand warnings } }';
  expect(await asked(round)).toEqual({
    round: {
      sameHand: true,
      warnings: [
        'B1的上级党组织评定与核准由同一人办理，请由他人复核',
        'B1、B2的评定或核准人员参加了当年对其督查，请由他人复核',
      ],
    },
  });
  expect(await asked(ofRound('sameHand warnings'))).toEqual({ round: { sameHand: false, warnings: [] } });
});

it('shows the whole content of an edition', async () => {
  const fields = `scheme status contentHash documentNo label effectiveFrom sector sectorLabel kinds
    grades { grade label standing from quota } raters { rater label weight }
    aspects { aspect label points items { item says points criteria problemFrom } } rules { kind code says clause }`;
  expect(await asked(`{ edition(id: "${editionId}") { ${fields} } }`)).toMatchObject({
    edition: {
      scheme: 'classification',
      status: 'published',
      documentNo: '示例〔2022〕1号',
      sector: 'organ',
      sectorLabel: '机关',
      kinds: ['branch'],
      grades: [{ grade: 'advanced', label: '先进', from: '90', quota: null }, {}, {}],
      raters: [{ rater: 'self', label: '自评', weight: '1' }],
      aspects: [{ aspect: 'a', points: '100', items: [{ item: '1', says: '项', criteria: null, problemFrom: '1' }] }],
      rules: [{ kind: 'exemption', code: 'lived-less', says: '至年末成立不满6个月的，可免于定级' }],
    },
  });
});
