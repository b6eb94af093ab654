import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Collector } from '../support/collector.ts';
import { PlatformUnderTest } from '../support/platform.ts';

it('with a collector to send to, a start traces a mutation from GraphQL through the append to every projection', async () => {
  const collector = new Collector();
  const platform = await PlatformUnderTest.start({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() },
  });
  try {
    await platform.query(
      'mutation RegisterOne { registerOrganization(input: { code: "P", kind: "province", name: "某省委", openedOn: "1950-01-01" }) { projected } }',
    );
    const whole = [
      'mutation RegisterOne',
      'send to organization',
      'POST commands',
      'append',
      'gateway takes organization',
      'assessment-organizations takes organization',
    ];
    const traced = (): readonly string[] => {
      const traceId = collector.spans.find(({ name }) => name === 'mutation RegisterOne')?.traceId;
      return collector.spans
        .filter((span) => span.traceId === traceId && span.process === 'zhibu-platform')
        .map(({ name }) => name);
    };
    for (const until = Date.now() + 30_000; Date.now() < until && !whole.every((name) => traced().includes(name));)
      await pause(50);
    expect(traced()).toEqual(expect.arrayContaining(whole));
  } finally {
    await platform.discard();
    await collector.close();
  }
});
