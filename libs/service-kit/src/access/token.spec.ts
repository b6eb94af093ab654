import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SignJWT } from 'jose';
import { randomKeys, TokenIssuer, type TokenKeys, TokenVerifier } from './token.ts';

const keys = randomKeys();
const actor = { personId: '张三', role: 'operator', organizationId: 'U1' };
const issued = (audience = 'assessment', from: TokenKeys = keys): Promise<string> =>
  new TokenIssuer(from).authorization(audience, { actor });
const verifier = new TokenVerifier(keys, 'assessment');
const refused = (code: string) => expect.objectContaining({ code });

async function signed(claims: object, times: { readonly iat: number; readonly exp: number }): Promise<string> {
  const secret = keys.secrets.get('own') ?? new Uint8Array();
  const token = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', kid: 'own' })
    .setIssuer('zhibu')
    .setAudience('assessment');
  return `Bearer ${await token.setIssuedAt(times.iat).setExpirationTime(times.exp).sign(secret)}`;
}

describe('a token', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('carries its actor to the service that it is made out for', async () => {
    expect(await verifier.actor(await issued())).toEqual(actor);
  });

  it.each([undefined, '', 'Bearer', 'Basic eDp5', encodeURIComponent(JSON.stringify(actor))])(
    'is missed in %j',
    async (header) => {
      await expect(verifier.actor(header)).rejects.toEqual(refused('ACTOR_MISSING'));
    },
  );

  it('is refused by another service, under another key, and changed', async () => {
    const token = await issued();
    const [head = '', body = '', signature = ''] = token.split('.');
    const other = Buffer.from(body, 'base64url').toString().replace('operator', 'admin');
    const changed = [head, Buffer.from(other).toString('base64url'), signature].join('.');
    const unsigned = `Bearer ${Buffer.from('{"alg":"none","kid":"own"}').toString('base64url')}.${body}.`;
    for (const bad of [
      await issued('organization'),
      await issued('assessment', randomKeys()),
      changed,
      unsigned,
      'Bearer a.b.c',
    ]) {
      await expect(verifier.actor(bad)).rejects.toEqual(refused('TOKEN_REFUSED'));
    }
  });

  it('is refused once it has expired, however it is signed', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await verifier.actor(await signed({ use: 'command', actor }, { iat: now, exp: now + 60 }))).toEqual(actor);
    await expect(
      verifier.actor(await signed({ use: 'command', actor }, { iat: now - 120, exp: now - 60 })),
    ).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('that was let through before is refused once it has expired', async () => {
    const token = await issued();
    for (let sent = 0; sent < 2; sent += 1) expect(await verifier.actor(token)).toEqual(actor);
    jest.useFakeTimers({ now: Date.now() + 71_000, advanceTimers: true });
    await expect(verifier.actor(token)).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('for reading sends no command, and one of an actor reads no log', async () => {
    const reading = await new TokenIssuer(keys).authorization('assessment', { reader: 'gateway' });
    expect(await verifier.reader(reading)).toBe('gateway');
    await expect(verifier.actor(reading)).rejects.toEqual(refused('TOKEN_REFUSED'));
    await expect(verifier.reader(await issued())).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('signed with the key before is valid until that key is taken away', async () => {
    const older = { signing: 'old', secrets: new Map([['old', Buffer.alloc(32, 1)]]) };
    const both = {
      signing: 'new',
      secrets: new Map([
        ['new', Buffer.alloc(32, 2)],
        ['old', Buffer.alloc(32, 1)],
      ]),
    };
    const newer = { signing: 'new', secrets: new Map([['new', Buffer.alloc(32, 2)]]) };
    const token = await issued('assessment', older);
    expect(await new TokenVerifier(both, 'assessment').actor(token)).toEqual(actor);
    await expect(new TokenVerifier(newer, 'assessment').actor(token)).rejects.toEqual(refused('TOKEN_REFUSED'));
  });
});
