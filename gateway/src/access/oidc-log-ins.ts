import { createHash, randomUUID } from 'node:crypto';
import { refusal } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { OidcProvider } from './oidc-provider.adapter.ts';
import { lockRules, sessionRules } from './access.rules.ts';
import { attemptsOf } from './attempts.ts';
import { countedAddress } from './counted-address.ts';
import { beginProven, type BegunSession, hashOf, newSecret } from './sessions.ts';

const ANSWERED_WITHIN_MS = 600_000;

export interface OidcSources {
  /** Schema `access`. */
  readonly pool: Pool;
  readonly provider: OidcProvider;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A log-in that begins. */
export interface Beginning {
  readonly redirectUri: string;
  readonly wayBack: string;
  /** Whether the person proves himself anew, as for a step-up. */
  readonly isAnew: boolean;
  /** Of his connection. */
  readonly address: string;
}

interface Transaction {
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly wayBack: string;
  readonly provenSince: Date;
}

/** Log-ins at an identity provider: what is remembered of each while it is under way, and the session at its end. */
export class OidcLogIns {
  private readonly sources: OidcSources;

  constructor(sources: OidcSources) {
    this.sources = sources;
  }

  /**
   * Begins so many a minute for an address. They are counted beside its other log-ins: a page of somebody else may have a
   * browser begin them unasked, and is to hold up nobody who logs in with a password.
   * @returns where the person is sent, and what his browser keeps until he is back
   * @throws Refusal OIDC_UNAVAILABLE, LOG_INS_TOO_MANY
   */
  async begin(beginning: Beginning): Promise<{ readonly cookie: string; readonly to: string }> {
    const { redirectUri, wayBack, isAnew, address } = beginning;
    const { pool, provider, now } = this.sources;
    const attempts = await attemptsOf(pool, `oidc ${countedAddress(address)}`, now());
    if (attempts > lockRules.attemptsAMinute) throw refusal('LOG_INS_TOO_MANY');
    const [cookie, state, nonce, verifier] = [newSecret(), newSecret(), newSecret(), newSecret()];
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const withinMs = isAnew ? 0 : sessionRules.longestMs;
    const to = await provider.address({ state, nonce, challenge, redirectUri, withinMs });
    const expires = new Date(now() + ANSWERED_WITHIN_MS);
    await pool.query('DELETE FROM oidc_transaction WHERE expires < $1', [new Date(now())]);
    await pool.query(
      `INSERT INTO oidc_transaction (cookie_hash, state, nonce, verifier, redirect_uri, way_back, expires, proven_since)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [hashOf(cookie), state, nonce, verifier, redirectUri, wayBack, expires, new Date(now() - withinMs)],
    );
    return { cookie, to };
  }

  /**
   * Ends it, once, in the browser that began it. A person who has no account yet is given one, without a password.
   * @throws Refusal OIDC_REFUSED, OIDC_NOT_FRESH, OIDC_UNAVAILABLE
   */
  async end(cookie: string, parameters: URLSearchParams): Promise<BegunSession & { readonly wayBack: string }> {
    const { pool, provider, now } = this.sources;
    const state = parameters.get('state') ?? '';
    const { rows } = await pool.query<Transaction>(
      `DELETE FROM oidc_transaction WHERE cookie_hash = $1 AND state = $2 AND expires > $3
       RETURNING nonce, verifier, redirect_uri AS "redirectUri", way_back AS "wayBack", proven_since AS "provenSince"`,
      [hashOf(cookie), state, new Date(now())],
    );
    const [transaction] = rows;
    if (!transaction) throw refusal('OIDC_REFUSED');
    const { personId, bySecondFactor, at: proven } = await provider.proven({ ...transaction, parameters, state });
    await this.addAccount(personId);
    const factors = bySecondFactor ? ['oidc', 'totp'] : ['oidc'];
    const begun = await beginProven(pool, { personId, factors, proven, now: now() });
    if (!begun) throw refusal('OIDC_REFUSED');
    return { ...begun, wayBack: transaction.wayBack };
  }

  private async addAccount(personId: string): Promise<void> {
    const login = `oidc-${createHash('sha256').update(personId).digest('hex').slice(0, 20)}`;
    await this.sources.pool.query(
      'INSERT INTO account (id, login, person_id, second_factor) VALUES ($1, $2, $3, false) ON CONFLICT DO NOTHING',
      [randomUUID(), login, personId],
    );
  }
}
