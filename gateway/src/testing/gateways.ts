import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { byService, type ServiceName } from '@zhibu/contracts';
import type { FeedSource } from '@zhibu/feed';
import { ownKeys } from '@zhibu/service-kit';
import type { GatewayRuntime } from '../configuration.ts';
import { createGateway } from '../gateway.module.ts';

/** A gateway that only answers: what its read model holds, others put there. */
export interface AnsweringGateway {
  readonly ask: (question: object, headers: Readonly<Record<string, string>>) => Promise<string>;
  readonly read: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

/** What Supervision answers of the population of every draw. */
export const POPULATION = 'zhibu-draw/1\ndraw\tD1\n';

/** Starts a gateway over a read model, its feeds silent, every service promising that the past is settled. */
export async function answeringGateway(
  settings: Pick<GatewayRuntime, 'database' | 'reading' | 'now' | 'bytesKept'>,
): Promise<AnsweringGateway> {
  const door = await settledDoor();
  const doors = [`http://127.0.0.1:${portOf(door)}`];
  const app = await createGateway({
    ...settings,
    signing: ownKeys().signing,
    services: byService(() => doors),
    sources: silent,
  });
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();
  const url = `${address}/graphql`;
  return {
    read: (path, headers = {}) => fetch(`${address}${path}`, { headers }),
    ask: async (question, headers) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(question),
      });
      return response.text();
    },
    stop: async () => {
      await app.close();
      door.close();
    },
  };
}

async function settledDoor(): Promise<Server> {
  const door = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith('/population')) response.setHeader('content-type', 'text/plain').end(POPULATION);
    else response.setHeader('content-type', 'application/json').end('{"position":"0"}');
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return door;
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen on a port');
  return address.port;
};

const silent = (service: ServiceName): FeedSource => ({
  service,
  batches: async function* (_after, signal) {
    if (!signal.aborted) await once(signal, 'abort');
    yield* [];
  },
});
