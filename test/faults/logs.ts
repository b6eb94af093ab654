import type { ServiceName } from '@zhibu/contracts';
import { HttpLogReader } from '@zhibu/feed';
import type { Cluster } from '@zhibu/infra';
import type { RecordedEvent } from '@zhibu/kernel';
import { TokenIssuer, tokenKeys } from '@zhibu/service-kit';

const EVENTS_A_PAGE = 5_000;

/** A service's whole log as it shows it to others, by `GET /log`. */
export async function logOf(cluster: Cluster, service: ServiceName): Promise<readonly RecordedEvent[]> {
  const keys = tokenKeys.read(cluster.actorKeys);
  if (!keys) throw new Error('the cluster has no keys');
  const issuer = new TokenIssuer(keys);
  const headers = async (): Promise<Readonly<Record<string, string>>> => ({
    authorization: await issuer.authorization(service, { reader: 'faults' }),
  });
  const reader = new HttpLogReader({ url: cluster.of(service).url, headers });
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await reader.readLog(events.at(-1)?.position ?? 0n, EVENTS_A_PAGE);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
