import { describe, expect, it } from '@jest/globals';
import { newKeys, signingKey, trustedKeys } from '@zhibu/service-kit';
import { believedHeads, signedHeads } from './log-heads.ts';

function keysOf(name: string) {
  const made = newKeys(['operator'], name);
  const [signing, trusted] = [signingKey.read(made.signing.get('operator') ?? ''), trustedKeys.read(made.trusted)];
  if (!signing || !trusted) throw new Error('the keys cannot be read');
  return { signing, trusted };
}

const keys = keysOf('a');
const written = signedHeads(
  { organization: { position: 12n, chain: 'ab'.repeat(32) }, assessment: { position: 0n, chain: '00'.repeat(32) } },
  keys.signing,
  new Date('2026-11-29T12:00:00Z'),
);

describe('the heads of logs, kept elsewhere', () => {
  it('are believed as they were written, by the key that is trusted', () => {
    expect(believedHeads(JSON.stringify(written), keys.trusted)).toEqual(written);
    expect(believedHeads(JSON.stringify(written), keysOf('b').trusted)).toBe('unknown-key');
    expect(believedHeads(JSON.stringify(written), keysOf('a').trusted)).toBe('forged');
  });

  it('are not where anything of them was changed', () => {
    const { heads, ...said } = written;
    const cut = { ...heads, organization: { ...heads['organization'], position: '11' } };
    const gone = { assessment: heads['assessment'] };
    for (const changed of [
      { ...said, heads: cut },
      { ...said, heads: gone },
      { ...written, at: '2026-11-28T12:00:00.000Z' },
      { ...written, signature: '' },
    ])
      expect(believedHeads(JSON.stringify(changed), keys.trusted)).toBe('forged');
  });

  it('are nothing else that a file may hold', () => {
    for (const text of [
      '',
      'null',
      '{}',
      '[]',
      JSON.stringify({ ...written, more: 1 }),
      JSON.stringify({ ...written, at: 'x' }),
    ])
      expect(believedHeads(text, keys.trusted)).toBe('unreadable');
  });
});
