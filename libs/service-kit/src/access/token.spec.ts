import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SignJWT } from 'jose';
import { newKeys, ownKeys, type ProcessKeys, signingKey, trustedKeys } from './key.ts';
import { type Asked, type Permission, type SignedRequest, TokenIssuer, TokenVerifier } from './token.ts';
import { UsedOnce } from './used-once.ts';

/** The keys of some processes under a name, read as the settings are. */
function keysOf(processes: readonly string[], name = 'k1') {
  const made = newKeys(processes, name);
  const trusted = trustedKeys.read(made.trusted);
  if (!trusted) throw new Error('the keys cannot be read');
  const signing = (process: string): ProcessKeys['signing'] => {
    const key = signingKey.read(made.signing.get(process) ?? '');
    if (!key) throw new Error(`${process} has no key`);
    return key;
  };
  return { signing, trusted };
}

const keys = keysOf(['gateway', 'rectification']);
const actor = { personId: '张三', role: 'operator', organizationId: 'U1' };
const sender = { actor, session: undefined };
const command: Asked = { method: 'POST', path: '/commands/GradeBranch', body: '{"data":{}}' };
const verifier = new TokenVerifier(keys.trusted, 'assessment');
const refused = (code: string) => expect.objectContaining({ code });

/** A request that bears a token of its own; `more` changes either afterwards. */
async function signed(
  { by = 'gateway', to = 'assessment', permission = sender as Permission, from = keys } = {},
  asked = command,
): Promise<SignedRequest> {
  return { ...asked, authorization: await new TokenIssuer(from.signing(by)).authorization(to, permission, asked) };
}

/** One signed as told, whatever the platform itself would sign. */
async function forged(claims: object, { iat = 0, exp = 60, typ = 'zhibu+jwt' } = {}): Promise<SignedRequest> {
  const { authorization } = await signed();
  const [, payload = ''] = authorization?.split('.') ?? [];
  const now = Math.floor(Date.now() / 1000);
  const { id, key } = keys.signing('gateway');
  const said = {
    ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
    ...claims,
    iat: now + iat,
    exp: now + exp,
  };
  const token = await new SignJWT(said).setProtectedHeader({ alg: 'EdDSA', kid: id, typ }).sign(key);
  return { ...command, authorization: `Bearer ${token}` };
}

describe('a token', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('carries its actor to the service that it is made out for', async () => {
    expect(await verifier.sender(await signed())).toEqual(sender);
  });

  it('says by which session a person sends, where one does', async () => {
    const permission = { actor, session: 'c2Vzc2lvbg_-' };
    expect(await verifier.sender(await signed({ permission }))).toEqual(permission);
    for (const session of ['', 'a b', 'x'.repeat(129), 7, null])
      await expect(verifier.sender(await forged({ session }))).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it.each([undefined, '', 'Bearer', 'Basic eDp5', encodeURIComponent(JSON.stringify(actor))])(
    'is missed in %j',
    async (authorization) => {
      await expect(verifier.sender({ ...command, authorization })).rejects.toEqual(refused('ACTOR_MISSING'));
    },
  );

  it('is refused by another service, under a key that is not trusted, changed, and unsigned', async () => {
    const good = await signed();
    const [head = '', payload = '', signature = ''] = good.authorization?.split('.') ?? [];
    const other = Buffer.from(payload, 'base64url').toString().replace('operator', 'admin');
    const unsigned = `Bearer ${Buffer.from('{"alg":"none","kid":"gateway/k1","typ":"zhibu+jwt"}').toString('base64url')}.${payload}.`;
    for (const bad of [
      await signed({ to: 'organization' }),
      await signed({ from: keysOf(['gateway']) }),
      { ...good, authorization: [head, Buffer.from(other).toString('base64url'), signature].join('.') },
      { ...good, authorization: unsigned },
      { ...good, authorization: 'Bearer a.b.c' },
      await forged({ iss: 'rectification' }),
      await forged({}, { typ: 'JWT' }),
    ])
      await expect(verifier.sender(bad)).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('is good for its own request alone: this method, this path, this body', async () => {
    for (const other of [
      { method: 'PUT' },
      { path: '/commands/ReviseGrade' },
      { body: '{"data":{"a":1}}' },
      { body: '' },
    ])
      await expect(verifier.sender({ ...(await signed()), ...other })).rejects.toEqual(refused('TOKEN_REFUSED'));
    const read = { method: 'GET', path: '/log?after=0' };
    expect(await verifier.reader(await signed({ permission: 'read' }, read))).toBe('gateway');
  });

  it('is good once', async () => {
    const request = await signed();
    expect(await verifier.sender(request)).toEqual(sender);
    await expect(verifier.sender(request)).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('names an actor only where the gateway made it out, and is then no right to read', async () => {
    await expect(verifier.sender(await signed({ by: 'rectification' }))).rejects.toEqual(refused('TOKEN_REFUSED'));
    await expect(verifier.reader(await signed())).rejects.toEqual(refused('TOKEN_REFUSED'));
    const reading = await signed({ by: 'rectification', permission: 'read' });
    await expect(verifier.sender(reading)).rejects.toEqual(refused('TOKEN_REFUSED'));
    expect(await verifier.reader(await signed({ by: 'rectification', permission: 'read' }))).toBe('rectification');
  });

  it('is refused once it has expired, and before it was made, but for what clocks may be apart', async () => {
    for (const times of [
      { iat: -8, exp: 52 },
      { iat: 8, exp: 68 },
      { iat: -68, exp: -8 },
    ])
      expect(await verifier.sender(await forged({ jti: JSON.stringify(times) }, times))).toEqual(sender);
    for (const times of [
      { iat: -72, exp: -12 },
      { iat: 12, exp: 72 },
      { iat: -80, exp: 600 },
    ])
      await expect(verifier.sender(await forged({}, times))).rejects.toEqual(refused('CLOCKS_APART'));
    // What is over though it was made just now is no matter of clocks.
    await expect(verifier.sender(await forged({}, { iat: -20, exp: -15 }))).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it.each([
    ['ahead', 330],
    ['behind', -330],
  ] as const)(
    'of a process whose clock is five minutes %s names the clocks, and so does health',
    async (...[, apart]) => {
      const here = new TokenVerifier(keys.trusted, 'assessment');
      expect(here.clocks.said(Date.now())).toBeUndefined();
      const request = await forged({}, { iat: apart, exp: apart + 60 });
      await expect(here.sender(request)).rejects.toMatchObject({
        code: 'CLOCKS_APART',
        details: { process: 'gateway' },
      });
      const said = here.clocks.said(Date.now());
      expect(said?.zh).toContain(`gateway进程的时钟比本进程${apart > 0 ? '快' : '慢'}5分钟`);
      expect(said?.en).toContain(`is 5 minutes ${apart > 0 ? 'ahead of' : 'behind'} this one`);
      // Once it is set, or nothing more is heard of it, nothing is said.
      expect(here.clocks.said(Date.now() + 300_001)).toBeUndefined();
      await here.sender(await signed());
      expect(here.clocks.said(Date.now())).toBeUndefined();
    },
  );

  it('that nobody trusts says nothing of clocks', async () => {
    const here = new TokenVerifier(keysOf(['rectification']).trusted, 'assessment');
    await expect(here.sender(await forged({}, { iat: 300, exp: 360 }))).rejects.toEqual(refused('TOKEN_REFUSED'));
    expect(here.clocks.said(Date.now())).toBeUndefined();
  });

  it('that was let through before is refused once it has expired', async () => {
    const request = await signed();
    await verifier.sender(request);
    jest.useFakeTimers({ now: Date.now() + 71_000, advanceTimers: true });
    await expect(verifier.sender(request)).rejects.toEqual(refused('TOKEN_REFUSED'));
  });

  it('signed with the key before is valid until that key is trusted no more', async () => {
    const [older, newer] = [keysOf(['gateway'], 'old'), keysOf(['gateway'], 'new')];
    const both = new TokenVerifier(new Map([...newer.trusted, ...older.trusted]), 'assessment');
    expect(await both.sender(await signed({ from: older }))).toEqual(sender);
    expect(await both.sender(await signed({ from: newer }))).toEqual(sender);
    const without = new TokenVerifier(newer.trusted, 'assessment');
    await expect(without.sender(await signed({ from: older }))).rejects.toEqual(refused('TOKEN_REFUSED'));
  });
});

describe('the keys as settings', () => {
  const made = newKeys(['gateway', 'assessment'], '2026-11');
  const signing = made.signing.get('gateway') ?? '';

  it('name their process, and are read as they were made', () => {
    expect(signingKey.read(signing)).toMatchObject({ id: 'gateway/2026-11', process: 'gateway' });
    expect([...(trustedKeys.read(made.trusted)?.keys() ?? [])]).toEqual(['gateway/2026-11', 'assessment/2026-11']);
    expect(ownKeys('assessment').signing.process).toBe('assessment');
  });

  it('are refused where they are cut short, doubled, without a process, or private where a public one belongs', () => {
    for (const text of ['', 'gateway/k1', signing.slice(0, -1), signing.replace('gateway/', ''), signing.split('.')[0]])
      expect(signingKey.read(text ?? '')).toBeUndefined();
    for (const text of ['', signing, `${made.trusted},`, `${made.trusted},${made.trusted}`, made.trusted.slice(0, -1)])
      expect(trustedKeys.read(text)).toBeUndefined();
  });
});

it('an id is remembered as long as a token that bears it may be valid, and no longer', () => {
  const used = new UsedOnce(100);
  expect([
    used.first('a', 0),
    used.first('b', 50),
    used.first('a', 99),
    used.first('a', 100),
    used.first('b', 149),
  ]).toEqual([true, true, false, true, false]);
});
