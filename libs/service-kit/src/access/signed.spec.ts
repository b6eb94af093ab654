import { expect, it } from '@jest/globals';
import { newKeys, signingKey, trustedKeys } from './key.ts';
import { z } from 'zod';
import { believed, signed } from './signed.ts';

const shape = z.strictObject({ says: z.string(), key: z.string(), signature: z.string() });

it('what is signed is believed by the public half alone, and by no other key of the same name', () => {
  const made = newKeys(['operator'], 'a');
  const [signing, trusted] = [signingKey.read(made.signing.get('operator') ?? ''), trustedKeys.read(made.trusted)];
  const others = trustedKeys.read(newKeys(['operator'], 'a').trusted);
  if (!signing || !trusted || !others) throw new Error('the keys cannot be read');
  const file = signed({ says: '末端' }, signing);
  expect(believed(JSON.stringify(file), shape, trusted)).toEqual(file);
  expect(believed(JSON.stringify(file), shape, others)).toBe('forged');
  expect(believed(JSON.stringify({ ...file, says: '末' }), shape, trusted)).toBe('forged');
  expect(believed(JSON.stringify({ ...file, key: 'gateway/a' }), shape, trusted)).toBe('unknown-key');
});
