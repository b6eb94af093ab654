import { describe, expect, it } from '@jest/globals';
import { isBrokenCircuitError } from 'cockatiel';
import { ConnectionFailure } from './exchange.adapter.ts';
import { Replicas } from './replicas.ts';

const away = (): Promise<never> => Promise.reject(new ConnectionFailure('nobody there'));
const failures = async (
  replicas: Replicas,
  request: (url: string) => Promise<unknown>,
  times: number,
): Promise<unknown[]> => {
  const errors: unknown[] = [];
  for (let n = 0; n < times; n += 1) errors.push(await replicas.attempt(request).catch((error: unknown) => error));
  return errors;
};

describe('the addresses of a service', () => {
  it('are asked in turn', async () => {
    const replicas = new Replicas(['http://a/', 'http://b']);
    const asked = [1, 2, 3].map(() => replicas.attempt(async (url) => url));
    expect(await Promise.all(asked)).toEqual(['http://a', 'http://b', 'http://a']);
  });

  it('are left alone for a while after five failures in a row, without another attempt', async () => {
    const replicas = new Replicas(['http://a']);
    const errors = await failures(replicas, away, 6);
    expect(errors.map((error) => isBrokenCircuitError(error))).toEqual([false, false, false, false, false, true]);
    let asked = 0;
    await failures(
      replicas,
      async () => {
        asked += 1;
      },
      3,
    );
    expect(asked).toBe(0);
  });

  it('stand in for one that is away: its failures open its circuit only', async () => {
    const replicas = new Replicas(['http://away', 'http://there']);
    const request = (url: string): Promise<string> => (url === 'http://away' ? away() : Promise.resolve(url));
    await failures(replicas, request, 10);
    expect(await failures(replicas, request, 4)).toEqual([
      'http://there',
      'http://there',
      'http://there',
      'http://there',
    ]);
  });

  it('stand in at once for one whose connection fails', async () => {
    const replicas = new Replicas(['http://away', 'http://there']);
    const request = (url: string): Promise<string> => (url === 'http://away' ? away() : Promise.resolve(url));
    expect(await failures(replicas, request, 3)).toEqual(['http://there', 'http://there', 'http://there']);
  });

  it('tell a connection that failed now from one that was known to be away', async () => {
    const replicas = new Replicas(['http://a', 'http://b']);
    const errors = await failures(replicas, away, 6);
    expect(errors.map((error) => isBrokenCircuitError(error))).toEqual([false, false, false, false, false, true]);
  });

  it('are not blamed for an answer that refuses, nor for a fault of ours', async () => {
    const replicas = new Replicas(['http://a']);
    const errors = await failures(replicas, () => Promise.reject(new Error('a fault of ours')), 8);
    expect(errors.every((error) => !isBrokenCircuitError(error) && !(error instanceof ConnectionFailure))).toBe(true);
  });
});
