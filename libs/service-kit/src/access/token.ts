import { refusal } from '@zhibu/contracts';
import { randomBytes } from 'node:crypto';
import type { Actor, Refusal } from '@zhibu/kernel';
import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Setting } from '../process/configuration.ts';

/** What tokens are signed and verified with: the first key signs, all verify, so that keys can be rotated. */
export interface TokenKeys {
  readonly signing: string;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

/** Who a token is made out to, and what it lets him do. */
export type Permission = { readonly actor: Actor } | { readonly reader: string };

const ISSUER = 'zhibu';
const ALGORITHM = 'HS256';
/** Long enough for a request and its retries, short enough that a token overheard is soon of no use. */
const SECONDS_VALID = 60;
/** How far the clocks of two machines may be apart. */
const SECONDS_APART = 10;
const SHORTEST_KEY_BYTES = 32;
const KEPT = 1000;

const actor = z.strictObject({
  personId: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u),
  role: z.string().regex(/^[a-z][a-z-]{0,63}$/),
  organizationId: z.string().max(64).optional(),
});
const commanding = z.object({ use: z.literal('command'), actor });
const reading = z.object({ use: z.literal('read'), sub: z.string().min(1) });

/** The setting `<key id>:<32 bytes or more in base64url>`, several by commas, the first of which signs. */
export const tokenKeys: Setting<TokenKeys> = {
  says: `keys as <id>:<at least ${SHORTEST_KEY_BYTES} bytes in base64url>, the signing one first, by commas`,
  isSecret: true,
  read: (text) => {
    const pairs = text.split(',').map((part) => /^([\w.-]{1,64}):([\w-]+)$/.exec(part.trim()));
    const secrets = new Map(
      pairs.flatMap((pair): [string, Uint8Array][] =>
        pair?.[1] && pair[2] ? [[pair[1], Buffer.from(pair[2], 'base64url')]] : [],
      ),
    );
    const [signing] = secrets.keys();
    const whole =
      secrets.size === pairs.length && [...secrets.values()].every((secret) => secret.length >= SHORTEST_KEY_BYTES);
    return signing !== undefined && whole ? { signing, secrets } : undefined;
  },
};

/** A key for processes that share it by being one process, or for a test. */
export function randomKeys(): TokenKeys {
  return { signing: 'own', secrets: new Map([['own', randomBytes(SHORTEST_KEY_BYTES)]]) };
}

/** Makes out tokens; one that was made out less than half its life ago is given again. */
export class TokenIssuer {
  private readonly keys: TokenKeys;
  private readonly made = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

  constructor(keys: TokenKeys) {
    this.keys = keys;
  }

  /** The value of the `authorization` header for a request to a service. */
  async authorization(audience: string, permission: Permission): Promise<string> {
    const key = JSON.stringify([audience, permission]);
    const known = this.made.get(key);
    if (known && Date.now() < known.until) return `Bearer ${await known.token}`;
    if (this.made.size >= KEPT) this.made.clear();
    const token = this.make(audience, permission);
    this.made.set(key, { token, until: Date.now() + SECONDS_VALID * 500 });
    return `Bearer ${await token}`;
  }

  private make(audience: string, permission: Permission): Promise<string> {
    const secret = this.keys.secrets.get(this.keys.signing);
    if (!secret) throw new Error(`there is no key ${this.keys.signing}`);
    const claims: JWTPayload =
      'actor' in permission
        ? { use: 'command', actor: permission.actor, sub: permission.actor.personId }
        : { use: 'read', sub: permission.reader };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keys.signing, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${SECONDS_VALID} s`)
      .sign(secret);
  }
}

/** What a service asks of whoever calls it. */
export class TokenVerifier {
  private readonly keys: TokenKeys;
  private readonly audience: string;
  /** A caller sends the same token for half a minute: its signature is looked at once. */
  private readonly verified = new Map<string, JWTPayload>();

  constructor(keys: TokenKeys, audience: string) {
    this.keys = keys;
    this.audience = audience;
  }

  /** The actor on whose behalf a command is sent. @throws Refusal ACTOR_MISSING, TOKEN_REFUSED */
  async actor(authorization: string | undefined): Promise<Actor> {
    const found = commanding.safeParse(await this.claims(authorization));
    if (!found.success) throw refused('does not carry an actor');
    return found.data.actor;
  }

  /** The fellow process that reads streams and log. @throws Refusal ACTOR_MISSING, TOKEN_REFUSED */
  async reader(authorization: string | undefined): Promise<string> {
    const found = reading.safeParse(await this.claims(authorization));
    if (!found.success) throw refused('is not made out for reading');
    return found.data.sub;
  }

  private async claims(authorization: string | undefined): Promise<unknown> {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw refusal('ACTOR_MISSING', { field: 'authorization' });
    const known = this.verified.get(token);
    if (known && isValid(known)) return known;
    const claims = await this.verify(token);
    if (this.verified.size >= KEPT) this.verified.clear();
    this.verified.set(token, claims);
    return claims;
  }

  private async verify(token: string): Promise<JWTPayload> {
    try {
      const secret = this.keys.secrets.get(decodeProtectedHeader(token).kid ?? '');
      if (!secret) throw new Error('is signed by a key that is not known here');
      const options = {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: this.audience,
        clockTolerance: SECONDS_APART,
        requiredClaims: ['exp', 'iat'],
      };
      return (await jwtVerify(token, secret, options)).payload;
    } catch (error) {
      throw refused(error instanceof Error ? error.message : 'is no token');
    }
  }
}

/** What was signed as it says is so until it ends. */
const isValid = ({ exp = 0 }: JWTPayload): boolean => Date.now() < (exp + SECONDS_APART) * 1000;

const refused = (why: string): Refusal => refusal('TOKEN_REFUSED', { field: 'authorization', why });
