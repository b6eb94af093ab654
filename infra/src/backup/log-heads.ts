import { believed, type SignatureFault, signed, type SigningKey, type TrustedKeys } from '@zhibu/service-kit';
import { z } from 'zod';

const head = z.strictObject({ position: z.string().regex(/^\d{1,19}$/), chain: z.string().regex(/^[0-9a-f]{64}$/) });
const heads = z.strictObject({
  format: z.literal('zhibu-log-heads'),
  /** When the logs were verified up to there. */
  at: z.iso.datetime(),
  /** By service. */
  heads: z.record(z.string(), head),
  key: z.string(),
  signature: z.string(),
});

/** The ends of all logs at one moment, signed: kept elsewhere, they show a log that was cut off or written anew. */
export type LogHeads = z.infer<typeof heads>;

/** Signs the ends of logs. */
export function signedHeads(
  ends: Readonly<Record<string, { readonly position: bigint; readonly chain: string }>>,
  key: SigningKey,
  at: Date,
): LogHeads {
  const told = Object.entries(ends).map(([service, { position, chain }]) => [
    service,
    { position: String(position), chain },
  ]);
  return signed({ format: 'zhibu-log-heads', at: at.toISOString(), heads: Object.fromEntries(told) }, key);
}

/** Reads a file of heads, and believes it only by a key that is trusted. */
export const believedHeads = (text: string, trusted: TrustedKeys): LogHeads | SignatureFault =>
  believed(text, heads, trusted);
