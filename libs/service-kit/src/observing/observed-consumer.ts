import { SpanKind } from '@opentelemetry/api';
import type { FeedConsumer } from '@zhibu/feed';
import type { Metrics } from './metrics.ts';
import { inSpansOf } from './tracing.ts';

/** A consumer whose batches are measured, and traced as part of what their events come from. */
export function observedConsumer(
  consumer: FeedConsumer,
  { process, metrics }: { readonly process: string; readonly metrics: Metrics },
): FeedConsumer {
  const { group, service } = consumer;
  return {
    ...consumer,
    apply: (transaction, events, ending) =>
      inSpansOf(events, { name: `${group} takes ${service}`, kind: SpanKind.CONSUMER }, async () => {
        const end = metrics.projection.startTimer({ process, group, service });
        await consumer.apply(transaction, events, ending);
        end();
      }),
  };
}
