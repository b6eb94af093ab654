import { afterEach, expect, it } from '@jest/globals';
import { connect } from '@zhibu/database';
import { InMemoryEventStore, type StoreFault } from '@zhibu/event-store';
import { ownKeys } from '../access/key.ts';
import { Health } from '../observing/health.ts';
import { Metrics } from '../observing/metrics.ts';
import { serviceModule } from './service.module.ts';
import { sourcesOf } from './wiring.ts';

let end: () => Promise<void> = () => Promise.resolve();
afterEach(() => end());

/** A service whose store found so many streams damaged; its database is not there, and nobody asks it. */
function aService(damaged: number, ofAll: readonly StoreFault[] = []) {
  class Damaged extends InMemoryEventStore {
    override async faults(): Promise<readonly StoreFault[]> {
      const streams = Array.from({ length: damaged }, (_, index) => ({
        stream: `organization.${index}`,
        says: `stream organization.${index}: it was deleted`,
      }));
      return [...ofAll, ...streams];
    }
  }
  const store = new Damaged();
  const database = connect('postgres://127.0.0.1:1/nowhere', { schema: 'organization' });
  const metrics = new Metrics();
  const { feeds, providers = [] } = serviceModule(
    { name: 'organization', migrations: [], lookups: [], aggregates: () => ({}) },
    { store, database, metrics, sources: sourcesOf(new Map([['organization', store]])), trusted: ownKeys().trusted },
  );
  end = async () => {
    metrics.close();
    await feeds.transport.close();
    await database.end();
  };
  const health = providers.map((one) => Object(one).useValue).find((value) => value instanceof Health);
  if (!health) throw new Error('a service has a health');
  const standing = async (of = 'streams of the store') =>
    (await health.look('zh')).checks.find(({ name }) => name === of);
  return { standing, metrics };
}

it('names the streams that were taken away, the first ten of many, and does not take the service out for them', async () => {
  expect(await aService(0).standing()).toMatchObject({ state: 'up', required: false });
  await end();
  expect(await aService(2).standing()).toMatchObject({
    state: 'down',
    required: false,
    why: expect.stringMatching(
      /^存储中有2处历史记录.*（系统信息：stream organization\.0: it was deleted; stream organization\.1: it was deleted）$/,
    ),
  });
  await end();
  const many = aService(12);
  expect((await many.standing())?.why).toMatch(/^存储中有12处.*organization\.9: it was deleted）$/);
  expect(await many.metrics.text()).toContain('zhibu_store_damaged_streams{service="organization"} 12');
});

it('is not ready where the store does not let it write, and names the right', async () => {
  const denied = await aService(0, [{ says: 'the user lacks the right $w' }]);
  expect(await denied.standing('store')).toMatchObject({
    state: 'down',
    required: true,
    why: expect.stringMatching(/^事件存储拒绝本服务写入.*（系统信息：the user lacks the right \$w）$/),
  });
  expect(await denied.standing()).toMatchObject({ state: 'up' });
});
