import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { byService, type ServiceName } from '@zhibu/contracts';
import { temporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations, StoreFeedSource } from '@zhibu/feed';
import { createService, ownKeys, TokenIssuer } from '@zhibu/service-kit';
import { assessmentService } from './assessment.module.ts';
import { aStandard, basis } from './testing/examples.ts';
import { Register } from './testing/facts.ts';

const grading = { branchId: 'B1', scheme: 'stars', period: '2022' };
const round = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const editionId = 'stars:小〔2022〕1号';
const { signing, trusted } = ownKeys();
const issuer = new TokenIssuer(signing);
const actor = { personId: 'p-1', role: 'operator' };
const content = aStandard({ quotas: [] });

/** Sends a command over HTTP; answers the code of the refusal, or the types of the events. */
async function sent(url: string, name: string, data: object): Promise<unknown> {
  const asked = { method: 'POST', path: `/commands/${name}`, body: JSON.stringify({ data }) };
  const authorization = await issuer.authorization('assessment', { actor }, asked);
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(`${url}${asked.path}`, { ...asked, headers });
  const body = (await response.json()) as { code?: string; events?: { type: string }[] };
  return body.code ?? body.events?.map(({ type }) => type);
}

it('takes a branch from the standard to the confirmed grade behind its doors and feeds', async () => {
  const database = await temporaryDatabase();
  const { service } = await database.schema('assessment', [feedMigrations, ...assessmentService.migrations]);
  const stores = byService(() => new InMemoryEventStore());
  const sources = (name: ServiceName) => new StoreFeedSource(name, stores[name]);
  const app = await createService(assessmentService, { store: stores.assessment, database: service, sources, trusted });
  try {
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const register = new Register()
      .registered('W', 'work-committee')
      .registered('U', 'unit', { parentId: 'W' })
      .branch('B1', 'U');
    for (const event of register.events()) await stores.organization.append(event.stream, 'no-stream', [event]);
    expect(await sent(url, 'DraftEdition', { content })).toEqual(['EditionDrafted']);
    expect(await sent(url, 'PublishEdition', { editionId, basis })).toEqual(['EditionPublished']);
    expect(await sent(url, 'OpenRound', { ...round, editionId })).toEqual(['RoundOpened']);
    expect(await sent(url, 'OpenGrading', grading)).toEqual(['GradingOpened']);
    expect(await sent(url, 'CloseRound', round)).toBe('ROUND_UNGRADED');
    for (const rater of ['own', 'above'])
      expect(await sent(url, 'SubmitRating', { ...grading, rater, entries: [] })).toEqual(['RatingSubmitted']);
    expect(await sent(url, 'RecordPoll', { ...grading, ballots: 1, answers: { yes: 1 } })).toEqual(['PollRecorded']);
    expect(await sent(url, 'GradeBranch', grading)).toBe('INPUTS_MISSING');
    expect(await sent(url, 'RecordDataMatch', { ...grading, source: '智慧党建', fields: [] })).toEqual([
      'DataMatchRecorded',
    ]);
    expect(await sent(url, 'GradeBranch', grading)).toEqual(['BranchGraded']);
    expect(await sent(url, 'CloseRound', round)).toEqual(['RoundClosed']);
    expect(await sent(url, 'GradeBranch', grading)).toEqual([]);
  } finally {
    await app.close();
    await database.drop();
  }
});
