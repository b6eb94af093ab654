import { describe, expect, it } from '@jest/globals';
import type { Language } from '@zhibu/contracts';
import { FeedGap, remedyOf, type SubscriberStatus } from '@zhibu/feed';
import { CheckpointLost } from '@zhibu/event-store';
import { Health, type HealthCheck } from './health.ts';
import { whenDown } from './vocabulary.ts';

const feed = (about: Partial<SubscriberStatus> = {}): SubscriberStatus => ({
  service: 'organization',
  group: 'gateway',
  state: 'running',
  position: 5n,
  head: 5n,
  hasRead: true,
  parkedStreams: 0,
  lag: 0,
  ...about,
});
const up = (name: string): HealthCheck => ({
  name,
  isRequired: true,
  whenDown: whenDown.database,
  check: async () => undefined,
});
const away = (name: string, isRequired: boolean): HealthCheck => ({
  name,
  isRequired,
  whenDown: whenDown.database,
  check: () => Promise.reject(new Error('connect ECONNREFUSED')),
});
const look = (checks: readonly HealthCheck[], feeds: readonly SubscriberStatus[] = [], language: Language = 'zh') =>
  new Health({ checks, feeds: () => feeds, lagLimit: 100 }).look(language);

describe('a process', () => {
  it('is ready when all that it leans on is there', async () => {
    expect(await look([up('database'), up('store')], [feed()])).toMatchObject({
      status: 'ready',
      database: 'up',
      feeds: [{ position: '5' }],
    });
  });

  it('is not ready without its database, and names it with the reason', async () => {
    const standing = await look([away('database', true), up('store')]);
    expect(standing).toMatchObject({ status: 'not ready', database: 'down' });
    expect(standing.checks).toContainEqual({
      name: 'database',
      state: 'down',
      required: true,
      why: `${whenDown.database.zh}（系统信息：connect ECONNREFUSED）`,
    });
  });

  it('is degraded without the broker: it still answers, and so do the others', async () => {
    expect(await look([up('database'), away('broker', false)], [feed({ state: 'blocked' })])).toMatchObject({
      status: 'degraded',
    });
  });

  it('is degraded far behind its feeds, and says which', async () => {
    const standing = await look([up('database')], [feed({ lag: 101 })]);
    expect(standing.status).toBe('degraded');
    expect(standing.checks).toContainEqual(
      expect.objectContaining({
        name: 'lag',
        why: expect.stringMatching(/^gateway还有organization服务的101条记录没有处理，/),
      }),
    );
  });

  it('is degraded where a log ends ahead of the clock, and says by how much and what to do', async () => {
    const now = Date.parse('2026-11-28T00:00:00Z');
    const standingAt = (recordedAt: string) =>
      new Health({ checks: [up('database')], feeds: () => [feed({ recordedAt })], lagLimit: 100, now: () => now }).look(
        'zh',
      );
    const standing = await standingAt('2028-01-02T00:00:00.000Z');
    expect(standing.status).toBe('degraded');
    expect(standing.checks).toContainEqual({
      name: 'clock',
      state: 'down',
      required: false,
      why: expect.stringMatching(
        /^organization服务的记录末尾比本机时钟快400天（记至2028-01-02 08:00:00）.*校正时钟.*npm run restore/,
      ),
    });
    expect((await standingAt('2026-11-28T00:01:00.000Z')).status).toBe('ready');
    expect((await standingAt('2026-11-28T00:01:00.001Z')).status).toBe('degraded');
  });

  it('is not ready before it has read each feed once, where it answers by what it has read', async () => {
    const feeds = [feed(), feed({ service: 'assessment', state: 'blocked', position: 0n, hasRead: false })];
    const about = { checks: [up('database')], feeds: () => feeds, lagLimit: 100 };
    expect(await new Health({ ...about, showsFeeds: true }).look('zh')).toMatchObject({
      status: 'not ready',
      checks: expect.arrayContaining([
        {
          name: 'first reading',
          state: 'down',
          required: true,
          why: expect.stringMatching(/^还没有读到assessment服务的全部记录，/),
        },
      ]),
    });
    expect(await new Health(about).look('zh')).toMatchObject({ status: 'degraded' });
    feeds[1] = feed({ service: 'assessment', state: 'blocked' });
    expect(await new Health({ ...about, showsFeeds: true }).look('zh')).toMatchObject({ status: 'degraded' });
  });

  it('is not ready while a feed has stopped for a person to mend', async () => {
    expect(await look([up('database')], [feed({ state: 'stopped' })])).toMatchObject({ status: 'not ready' });
  });

  it('does not wait for what does not answer', async () => {
    const silent: HealthCheck = {
      name: 'store',
      isRequired: true,
      whenDown: whenDown.store,
      check: () => new Promise(() => undefined),
    };
    const standing = await look([silent]);
    expect(standing.checks).toContainEqual(
      expect.objectContaining({ name: 'store', state: 'down', why: `${whenDown.store.zh}（2秒内没有应答）` }),
    );
  });

  it('says each thing in the language asked for, and what a system says as its own words after it', async () => {
    const checks: readonly HealthCheck[] = [
      away('database', true),
      { ...away('broker', false), whenDown: whenDown.broker },
      { ...away('relay', false), whenDown: whenDown.relay },
      { ...away('store of organization', false), whenDown: whenDown.storeOf('organization') },
      { ...away('clock of the log', false), whenDown: whenDown.clock },
      { ...away('streams of the store', false), whenDown: whenDown.faults },
    ];
    const errors = [new FeedGap('x'), new CheckpointLost('x'), new Error('x')];
    const feeds = errors.map((error) => feed({ lag: 200, state: 'blocked', error: 'x', remedy: remedyOf(error) }));
    const said = async (language: Language): Promise<readonly string[]> => {
      const standing = await look(checks, feeds, language);
      const whys = standing.checks.flatMap(({ why }) => why ?? []);
      return [...whys, ...standing.feeds.flatMap(({ remedy }) => remedy ?? [])];
    };
    const [chinese, english] = [await said('zh'), await said('en')];
    expect([chinese.length, english.length]).toEqual([10, 10]);
    for (const sentence of english) expect(sentence).not.toMatch(/\p{Script=Han}|[（）；，]/u);
    const typed = /npm run [a-z-]+|gateway|organization|（系统信息：connect ECONNREFUSED）/g;
    for (const sentence of chinese) expect(sentence.replaceAll(typed, '')).not.toMatch(/[A-Za-z]|undefined/);
  });
});
