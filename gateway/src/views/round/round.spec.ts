import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { roundById } from './round.lookup.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

const editionId = 'classification:示例〔2022〕1号';
const round = {
  roundId: 'C:classification:2022',
  workCommitteeId: 'C',
  scheme: 'classification',
  period: '2022',
  editions: [{ editionId, editionHash: 'e'.repeat(64), sector: 'organ', subjects: ['branch'] }],
  steps: [],
  openedOn: '2023-01-05',
};

it('shows a round once it is opened, and when it is closed', async () => {
  const history = new History().record(`round-${round.roundId}`, 'RoundOpened', round);
  expect(await roundById(under.model, round.roundId)).toBeUndefined();
  await under.apply(history.events);
  expect(await roundById(under.model, round.roundId)).toEqual({ id: round.roundId, editionId, closed: false });
  await under.apply(history.closeRound('classification', '2022').events);
  expect(await roundById(under.model, round.roundId)).toMatchObject({ closed: true });
});
