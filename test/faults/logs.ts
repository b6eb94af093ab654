import type { ServiceName } from '@zhibu/contracts';
import { HttpLogReader } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { signingKey, TokenIssuer } from '@zhibu/service-kit';

/** Where each service answers, and by which keys it is asked. */
export interface Logs {
  readonly keys: { readonly signing: ReadonlyMap<string, string> };
  readonly of: (name: ServiceName) => { readonly url: string };
}

const EVENTS_A_PAGE = 5_000;

/** A service's whole log as it shows it to others, by `GET /log`. */
export async function logOf(cluster: Logs, service: ServiceName): Promise<readonly RecordedEvent[]> {
  const key = signingKey.read(cluster.keys.signing.get('operator') ?? '');
  if (!key) throw new Error('the cluster has no key for its operator');
  const issuer = new TokenIssuer(key);
  const headers = async (path: string): Promise<Readonly<Record<string, string>>> => ({
    authorization: await issuer.authorization(service, 'read', { method: 'GET', path }),
  });
  const reader = new HttpLogReader({ url: cluster.of(service).url, headers });
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await reader.readLog(events.at(-1)?.position ?? 0n, EVENTS_A_PAGE);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
