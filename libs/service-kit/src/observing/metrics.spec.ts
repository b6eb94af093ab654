import { afterEach, describe, expect, it } from '@jest/globals';
import type { SubscriberStatus } from '@zhibu/feed';
import { CERTIFICATE } from '../testing/certificate.ts';
import { Metrics } from './metrics.ts';

let metrics = new Metrics();
afterEach(() => {
  metrics.close();
  metrics = new Metrics();
});
const feed = (about: Partial<SubscriberStatus> = {}): SubscriberStatus => ({
  service: 'organization',
  group: 'gateway',
  state: 'running',
  position: 5n,
  head: 12n,
  hasRead: true,
  parkedStreams: 2,
  lag: 7,
  ...about,
});

describe('what a process tells Prometheus', () => {
  it('is each feed’s lag in events and seconds, its parked streams, and whether it runs', async () => {
    metrics.watchFeeds('gateway', () => [feed(), feed({ service: 'assessment', state: 'blocked', lag: 0 })]);
    const text = await metrics.text();
    expect(text).toContain('zhibu_projection_lag_events{process="gateway",group="gateway",service="organization"} 7');
    expect(text).toContain('zhibu_parked_streams{process="gateway",group="gateway",service="organization"} 2');
    expect(text).toContain('zhibu_feed_running{process="gateway",group="gateway",service="assessment"} 0');
    expect(text).toContain('zhibu_projection_lag_seconds{process="gateway",group="gateway",service="assessment"} 0');
  });

  it('is told of several services in one process', async () => {
    metrics.watchFeeds('gateway', () => [feed()]);
    metrics.watchFeeds('assessment', () => [feed({ group: 'gradings', lag: 1 })]);
    const text = await metrics.text();
    expect(text).toContain('zhibu_projection_lag_events{process="gateway",group="gateway",service="organization"} 7');
    expect(text).toContain(
      'zhibu_projection_lag_events{process="assessment",group="gradings",service="organization"} 1',
    );
  });

  it('leaves out what cannot be asked just now', async () => {
    metrics.watchReader('relay', 'organization', () => Promise.reject(new Error('away')));
    metrics.watchReader('relay', 'assessment', async () => ({ position: 3n, head: 10n }));
    const text = await metrics.text();
    expect(text).toContain('zhibu_relay_lag_events{service="assessment"} 7');
    expect(text).not.toContain('zhibu_relay_lag_events{service="organization"}');
  });

  it('is until when it can prove itself, where it has a certificate', async () => {
    expect(await metrics.text()).not.toContain('zhibu_certificate');
    metrics.watchCertificate(CERTIFICATE);
    const end = Date.parse('2027-01-01T00:00:00Z') / 1_000;
    expect(await metrics.text()).toContain(`zhibu_certificate_not_after_seconds ${end}`);
  });

  it('keeps the names of operations, which clients choose, within bounds', async () => {
    for (let n = 0; n < 1_000; n += 1) metrics.operation({ operation: 'query', name: `q${n}`, outcome: 'ok' }, 0.01);
    metrics.operation({ operation: 'query', name: null, outcome: 'ok' }, 0.01);
    const text = await metrics.text();
    expect(text.match(/^zhibu_graphql_operations_total\{/gm)).toHaveLength(202);
    expect(text).toContain('zhibu_graphql_operations_total{operation="query",name="other",outcome="ok"} 800');
    expect(text).toContain('name="anonymous"');
  });
});
