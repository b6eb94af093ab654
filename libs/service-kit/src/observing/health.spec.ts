import { describe, expect, it } from '@jest/globals';
import type { SubscriberStatus } from '@zhibu/feed';
import { Health, type HealthCheck } from './health.ts';

const feed = (about: Partial<SubscriberStatus> = {}): SubscriberStatus => ({
  service: 'organization',
  group: 'gateway',
  state: 'running',
  position: 5n,
  head: 5n,
  parkedStreams: 0,
  lag: 0,
  ...about,
});
const up = (name: string): HealthCheck => ({ name, isRequired: true, check: async () => undefined });
const away = (name: string, isRequired: boolean): HealthCheck => ({
  name,
  isRequired,
  check: () => Promise.reject(new Error('connect ECONNREFUSED')),
});
const look = (checks: readonly HealthCheck[], feeds: readonly SubscriberStatus[] = []) =>
  new Health({ checks, feeds: () => feeds, lagLimit: 100 }).look();

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
      why: 'connect ECONNREFUSED',
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
      expect.objectContaining({ name: 'lag', why: 'gateway is 101 events behind organization' }),
    );
  });

  it('is degraded where a log ends ahead of the clock, and says by how much and what to do', async () => {
    const now = Date.parse('2026-11-28T00:00:00Z');
    const standingAt = (recordedAt: string) =>
      new Health({
        checks: [up('database')],
        feeds: () => [feed({ recordedAt })],
        lagLimit: 100,
        now: () => now,
      }).look();
    const standing = await standingAt('2028-01-02T00:00:00.000Z');
    expect(standing.status).toBe('degraded');
    expect(standing.checks).toContainEqual({
      name: 'clock',
      state: 'down',
      required: false,
      why: expect.stringMatching(/organization ends 400 days ahead .* set it.*npm run restore/),
    });
    expect((await standingAt('2026-11-28T00:01:00.000Z')).status).toBe('ready');
    expect((await standingAt('2026-11-28T00:01:00.001Z')).status).toBe('degraded');
  });

  it('is not ready while a feed has stopped for a person to mend', async () => {
    expect(await look([up('database')], [feed({ state: 'stopped' })])).toMatchObject({ status: 'not ready' });
  });

  it('does not wait for what does not answer', async () => {
    const silent: HealthCheck = { name: 'store', isRequired: true, check: () => new Promise(() => undefined) };
    const standing = await look([silent]);
    expect(standing.checks).toContainEqual(
      expect.objectContaining({ name: 'store', state: 'down', why: expect.stringContaining('no answer') }),
    );
  });
});
