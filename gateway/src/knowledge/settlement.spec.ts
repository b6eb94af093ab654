import { describe, expect, it } from '@jest/globals';
import { services, type ServiceName } from '@zhibu/contracts';
import { Settlement, type SettlementPorts } from './settlement.ts';

const now = Date.parse('2026-01-10T00:00:00.000Z');

function settlement(ports: Partial<SettlementPorts> = {}) {
  const asked: [ServiceName, string][] = [];
  const made = new Settlement({
    now: () => now,
    waitMs: 30,
    settle: async (service, instant) => {
      asked.push([service, instant]);
      return 5n;
    },
    reached: async () => undefined,
    takenIn: () => undefined,
    ...ports,
  });
  return { made, asked };
}

describe('an instant asked about', () => {
  it('is settled with every service, once', async () => {
    const { made, asked } = settlement();
    await made.settled('2026-01-09T00:00:00.000Z');
    await made.settled('2026-01-09T00:00:00.000Z');
    expect(asked).toEqual(services.map((service) => [service, '2026-01-09T00:00:00.000Z']));
  });

  it('is settled when a later one is', async () => {
    const { made, asked } = settlement();
    await made.settled('2026-01-09T00:00:00.000Z');
    await made.settled('2026-01-08T23:59:59.999Z');
    expect(asked).toHaveLength(services.length);
    await made.settled('2026-01-09T00:00:00.001Z');
    expect(asked).toHaveLength(2 * services.length);
  });

  it('is settled by an event that was recorded later, and by none of its own millisecond, without asking', async () => {
    let takenIn = '2026-01-09T00:00:00.001Z';
    const { made, asked } = settlement({ takenIn: (service) => (service === 'assessment' ? takenIn : undefined) });
    const others = services.filter((service) => service !== 'assessment');
    await made.settled('2026-01-09T00:00:00.000Z');
    expect(asked.map(([service]) => service)).toEqual(others);
    await made.settled('2026-01-09T00:00:00.001Z');
    expect(asked.slice(others.length).map(([service]) => service)).toEqual(services);
    takenIn = '2026-01-09T00:00:00.003Z';
    await made.settled('2026-01-09T00:00:00.002Z');
    expect(asked.slice(others.length + services.length).map(([service]) => service)).toEqual(others);
  });

  it('is refused when it lies in the future', async () => {
    await expect(settlement().made.settled('2026-01-10T00:00:00.001Z')).rejects.toMatchObject({
      code: 'KNOWN_AT_IN_FUTURE',
      details: { field: 'knownAt' },
    });
  });

  it('is refused when what was recorded by then is not read in time, and asked anew the next time', async () => {
    const { made, asked } = settlement({
      reached: (_service, _position, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    for (const time of [1, 2]) {
      await expect(made.settled('2026-01-09T00:00:00.000Z', 'upTo')).rejects.toMatchObject({
        code: 'KNOWN_AT_NOT_READ',
        details: { field: 'upTo' },
      });
      expect(asked).toHaveLength(time * services.length);
    }
  });
});
