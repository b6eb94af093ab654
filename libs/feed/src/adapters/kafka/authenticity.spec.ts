import { describe, expect, it } from '@jest/globals';
import type { IHeaders, Message } from 'kafkajs';
import { authenticated, isAuthentic, newFeedKey, readFeedKey, writtenFeedKey } from './authenticity.ts';
import { messageOf } from './cloud-event.ts';

const event = {
  id: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001',
  type: 'BranchGraded',
  stream: 'grading-K-01:classification:2022',
  schemaVersion: 1,
  data: { grade: '先进' },
  revision: 0,
  position: 7n,
  recordedAt: '2023-01-01T00:00:00.000Z',
  metadata: { commandId: 'c', commandHash: 'h', correlationId: 'c', actor: { personId: 'P-1', role: 'operator' } },
};
const key = newFeedKey('assessment', '2026-11');
const message = messageOf('assessment', event, { generation: 'g', previous: 6n, traceparent: 'of this hop' });

/** A message as the broker gives it back. */
function carried({ headers = {}, value }: Message) {
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))]);
  return { value: Buffer.from(value ?? ''), headers: Object.fromEntries(bytes) as IHeaders };
}

const good = carried(authenticated(message, key));
const changed = (more: IHeaders) => ({ ...good, headers: { ...good.headers, ...more } });

describe('what a message is authenticated by', () => {
  it('is a key of its owner, the one before as well while it is named', () => {
    expect(isAuthentic(good, [key])).toBe(true);
    expect(isAuthentic(good, [newFeedKey('assessment', '2026-12'), key])).toBe(true);
    expect(isAuthentic(good, [])).toBe(false);
    expect(isAuthentic(good, [newFeedKey('assessment', '2026-11')])).toBe(false);
  });

  it('covers every attribute that is believed, and the value', () => {
    const names = Object.keys(good.headers).filter((name) => /^ce_(?!mac$|partitionkey$)/.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      expect([name, isAuthentic(changed({ [name]: Buffer.from('another') }), [key])]).toEqual([name, false]);
      expect([name, isAuthentic(changed({ [name]: undefined }), [key])]).toEqual([name, false]);
    }
    expect(isAuthentic({ ...good, value: Buffer.from(String(message.value).replace('先进', '后进')) }, [key])).toBe(
      false,
    );
    expect(isAuthentic({ ...good, value: null }, [key])).toBe(false);
  });

  it('does not let one attribute go on in the next', () => {
    const shifted = changed({ ce_type: Buffer.from('BranchGraded2'), ce_time: Buffer.from('023-01-01T00:00:00.000Z') });
    expect(isAuthentic(shifted, [key])).toBe(false);
  });

  it('is missed where there is none, a part of one, or two', () => {
    const mac = good.headers['ce_mac'] as Buffer;
    for (const ce_mac of [undefined, '', '2026-11:', mac.subarray(0, -1), Buffer.concat([mac, mac]), [mac, mac]])
      expect(isAuthentic(changed({ ce_mac }), [key])).toBe(false);
  });
});

it('a key is read as it was written, and nothing else is one', () => {
  expect(readFeedKey(writtenFeedKey(key))).toEqual(key);
  const text = writtenFeedKey(key);
  for (const bad of ['', text.slice(0, -1), `${text}A`, text.replace('assessment', 'gateway'), text.replace('/', ':')])
    expect(readFeedKey(bad)).toBeUndefined();
});
