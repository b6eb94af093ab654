import { createHash, randomUUID } from 'node:crypto';
import { refusal } from '@zhibu/contracts';
import type { Actor, Refusal } from '@zhibu/kernel';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { NAMES_ACTORS, type SigningKey, type TrustedKeys } from './key.ts';
import { ClocksApart } from '../observing/clocks-apart.ts';
import { UsedOnce } from './used-once.ts';

/** Who sends a command. */
export interface Sender {
  readonly actor: Actor;
  /**
   * The id of a person's session, which no cookie holds: what he sends is decided by his duties. Absent: the operator, or
   * another process, whose duties nobody asks for.
   */
  readonly session?: string | undefined;
}

/** Who a token is made out to, and what it lets him do. */
export type Permission = Sender | 'read';

/** What a request asks: a token is good for this one alone. */
export interface Asked {
  readonly method: string;
  /** With its query, as the service's own doors name it. */
  readonly path: string;
  /** As it goes over the wire; absent: none. */
  readonly body?: string | Buffer | undefined;
  /** Of a body that is not in memory: its SHA-256, in hexadecimal, as whoever sends it says; who takes it in holds it to that. */
  readonly bodySha256?: string | undefined;
}

/** A request as it came in, with the value of its `authorization` header. */
export interface SignedRequest extends Asked {
  readonly authorization: string | undefined;
}

const ALGORITHM = 'EdDSA';
const TYPE = 'zhibu+jwt';
/** Long enough for a request and its way, short enough that a token overheard is soon of no use. */
const SECONDS_VALID = 60;
/** How far the clocks of two machines may be apart. */
const SECONDS_APART = 10;

const actor = z.strictObject({
  personId: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u),
  role: z.string().regex(/^[a-z][a-z-]{0,63}$/),
  organizationId: z.string().max(64).optional(),
});
const claims = z.object({
  iss: z.string(),
  jti: z.string(),
  bh: z.string(),
  req: z.string(),
  actor: actor.optional(),
  session: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .optional(),
});

/** SHA-256 of a body in base64url; of none: of nothing. */
const hashOf = ({ body, bodySha256 }: Asked): string =>
  bodySha256 === undefined
    ? createHash('sha256')
        .update(body ?? '')
        .digest('base64url')
    : Buffer.from(bodySha256, 'hex').toString('base64url');

/** Method and path, which a body alone does not say. */
const requestOf = ({ method, path }: Asked): string => `${method} ${path}`;

/** Makes out the tokens of a process, one for each request. */
export class TokenIssuer {
  private readonly key: SigningKey;

  constructor(key: SigningKey) {
    this.key = key;
  }

  /** The value of the `authorization` header for a request to a service. */
  async authorization(audience: string, permission: Permission, asked: Asked): Promise<string> {
    const said = permission === 'read' ? {} : { actor: permission.actor, session: permission.session };
    const token = new SignJWT({ ...said, bh: hashOf(asked), req: requestOf(asked) })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.key.id, typ: TYPE })
      .setIssuer(this.key.process)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${SECONDS_VALID} s`);
    return `Bearer ${await token.sign(this.key.key)}`;
  }
}

/** What a service asks of whoever calls it: a token of a key that it trusts, made out for this request, and not seen before. */
export class TokenVerifier {
  private readonly trusted: TrustedKeys;
  private readonly audience: string;
  private readonly used = new UsedOnce((SECONDS_VALID + 2 * SECONDS_APART) * 1000);
  /** Of the processes that call here. */
  readonly clocks = new ClocksApart();

  constructor(trusted: TrustedKeys, audience: string) {
    this.trusted = trusted;
    this.audience = audience;
  }

  /** Who sends a command. @throws Refusal ACTOR_MISSING, TOKEN_REFUSED, CLOCKS_APART */
  async sender(request: SignedRequest): Promise<Sender> {
    return senderOf(await this.claims(request));
  }

  /**
   * Who reads the log through the gateway; undefined: a fellow process does, for itself.
   * @throws Refusal ACTOR_MISSING, TOKEN_REFUSED, CLOCKS_APART
   */
  async logReader(request: SignedRequest): Promise<Sender | undefined> {
    const said = await this.claims(request);
    return said.actor === undefined ? undefined : senderOf(said);
  }

  /** The fellow process that reads streams and log. @throws Refusal ACTOR_MISSING, TOKEN_REFUSED, CLOCKS_APART */
  async reader(request: SignedRequest): Promise<string> {
    const said = await this.claims(request);
    if (said.actor !== undefined) throw refused('is not made out for reading');
    return said.iss;
  }

  /**
   * Whether somebody who is trusted sends a request, before its body is read: whether the token is made out for that body,
   * and was not used before, is asked once it is. @throws Refusal ACTOR_MISSING, TOKEN_REFUSED, CLOCKS_APART
   */
  async known(authorization: string | undefined): Promise<z.infer<typeof claims>> {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw refusal('ACTOR_MISSING', { field: 'authorization' });
    return this.verified(token);
  }

  private async claims(request: SignedRequest): Promise<z.infer<typeof claims>> {
    const said = await this.known(request.authorization);
    if (said.bh !== hashOf(request) || said.req !== requestOf(request))
      throw refused('is made out for another request');
    if (!this.used.first(said.jti)) throw refused('was used before');
    return said;
  }

  private async verified(token: string): Promise<z.infer<typeof claims>> {
    try {
      const known = this.trusted.get(decodeProtectedHeader(token).kid ?? '');
      if (!known) throw new Error('is signed by a key that is not known here');
      const { payload } = await jwtVerify(token, known.key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: known.process,
        audience: this.audience,
        clockTolerance: SECONDS_APART,
        maxTokenAge: SECONDS_VALID,
        requiredClaims: ['exp', 'iat', 'jti', 'bh', 'req'],
      });
      const said = claims.parse(payload);
      this.clocks.agrees(said.iss);
      return said;
    } catch (error) {
      throw this.apart(error) ?? refused(error instanceof Error ? error.message : 'is no token');
    }
  }

  /**
   * A token that is in order but for its time: that of a clock too far from this one. One that was used here before is only
   * shown again.
   */
  private apart(error: unknown): Refusal | undefined {
    const { iss = '', jti = '', seconds = 0 } = timeIn(error);
    const isApart = seconds > SECONDS_APART || seconds < -SECONDS_VALID;
    if (!isApart || this.used.knows(jti)) return undefined;
    this.clocks.note(iss, seconds, Date.now());
    return refusal('CLOCKS_APART', { process: iss, seconds });
  }
}

interface TokenTime {
  readonly iss?: string | undefined;
  readonly jti?: string | undefined;
  /** How much later than now a token says that it was made; less than 0: earlier. */
  readonly seconds?: number;
}

/** When a token was made, by whom, of which jose says that its signature is right and its time is not. */
function timeIn(error: unknown): TokenTime {
  if (!(error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed)) return {};
  const { claim, payload } = error;
  if (payload.iat === undefined || (claim !== 'exp' && claim !== 'iat')) return {};
  return { iss: payload.iss, jti: payload.jti, seconds: Math.round(payload.iat - Date.now() / 1000) };
}

/** @throws Refusal TOKEN_REFUSED where nobody is named, or by who may name nobody */
function senderOf({ actor: named, iss, session }: z.infer<typeof claims>): Sender {
  if (named === undefined) throw refused('does not carry an actor');
  if (iss !== NAMES_ACTORS) throw refused(`comes from ${iss}, which names nobody`);
  return { actor: named, session };
}

/** Whether a sender is a person, whose duties are asked for: without a session it is the operator, or another process. */
export const isPerson = ({ actor: { role }, session }: Sender): boolean => session !== undefined || role === 'person';

const refused = (why: string): Refusal => refusal('TOKEN_REFUSED', { field: 'authorization', why });
