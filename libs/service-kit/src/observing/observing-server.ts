import { createServer, type ServerResponse } from 'node:http';
import type { Language } from '@zhibu/contracts';
import { languageOf } from '../doors/language.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

/** What is told to those who watch a process, and where. */
export interface Observing {
  readonly port: number;
  readonly host: string;
  readonly metrics: Pick<Metrics, 'text'>;
  /** With the positions of its feeds. */
  readonly health: Pick<Health, 'look'>;
}

/**
 * `GET /metrics` in Prometheus' text format and `GET /health/ready` with the positions of feeds, on a port that no user of
 * the platform is let to.
 * @returns what ends it
 */
export async function serveObserving({ port, host, metrics, health }: Observing): Promise<() => Promise<void>> {
  const told: Readonly<Record<string, (response: ServerResponse, language: Language) => Promise<unknown>>> = {
    '/metrics': async (response) =>
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(await metrics.text()),
    '/health/ready': async (response, language) => {
      const standing = await health.look(language);
      const status = standing.status === 'not ready' ? 503 : 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(standing));
    },
  };
  const server = createServer((request, response) => {
    const tell = request.method === 'GET' ? told[request.url ?? ''] : undefined;
    if (tell)
      tell(response, languageOf(request.headers['accept-language'])).catch((error: Error) => response.destroy(error));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
}
