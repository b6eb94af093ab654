import { createHmac, timingSafeEqual } from 'node:crypto';

/** One-time passwords by time, RFC 6238 over RFC 4226: SHA-1, 30 seconds, six digits, as every authenticator has them. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 6238, 5.2: a clock may be a step ahead or behind. */
const STEPS_APART = 1;
/** RFC 4226, 4: at least 128 bits, better 160. */
export const TOTP_SECRET_BYTES = 20;

export const stepAt = (now: number): number => Math.floor(now / STEP_MS);

/** RFC 4226, 5.3. */
export function oneTimePassword(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose one-time password this is, if it may be used now: each once, and none before the last that was.
 * @param last the step that was used last
 */
export function acceptedStep(
  given: string,
  secret: Buffer,
  at: { now: number; last: number | null },
): number | undefined {
  if (!/^\d{6}$/.test(given)) return undefined;
  const present = stepAt(at.now);
  const steps = [present - STEPS_APART, present, present + STEPS_APART].filter((step) => step > (at.last ?? -1));
  return steps.find((step) => timingSafeEqual(Buffer.from(oneTimePassword(secret, step)), Buffer.from(given)));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A secret as authenticators take it: RFC 4648 base32, for a length that leaves no rest. */
export function base32(secret: Buffer): string {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What an authenticator reads an account from. */
export const authenticatorLink = (login: string, secret: Buffer): string =>
  `otpauth://totp/zhibu:${encodeURIComponent(login)}?secret=${base32(secret)}&issuer=zhibu`;
