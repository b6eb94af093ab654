import { inTransaction, type Pool } from '@zhibu/database';
import { CipherFault } from '../sealing/cipher.ts';
import type { Opened, WrappingKeys } from '../sealing/wrapping-keys.ts';

const FORM = /^\$([a-z0-9-]+)\$([\w-]+)\$([\w-]+)\$([\w-]+)$/;

/** Of whom a secret is: an account has it, or somebody is about to set it up in a session. */
export interface SecretOwner {
  readonly kind: 'account' | 'session';
  readonly id: string;
}

/** The secrets of one-time passwords as the database has them: sealed by the key of the installation, each for its owner. */
export class OneTimeSecrets {
  private readonly wrapping: WrappingKeys;

  constructor(wrapping: WrappingKeys) {
    this.wrapping = wrapping;
  }

  /** @returns what is kept of it, in the manner in which passwords are: `$algorithm$iv$cipher$mac` */
  seal(secret: Buffer, owner: SecretOwner): string {
    const { algorithm, iv, cipher, mac } = this.wrapping.seal('access', secret, aboutSecret(owner));
    return ['', algorithm, ...[iv, cipher, mac].map((bytes) => bytes.toString('base64url'))].join('$');
  }

  /** @throws CipherFault where it is another's, was changed, or no key opens it */
  open(kept: string, owner: SecretOwner): Buffer {
    return this.opened(kept, owner).plain;
  }

  /**
   * Seals every account's secret by the first key that another still seals, all or none; whoever is about to set one up is
   * shown another. @param pool schema `access` @returns how many @throws CipherFault where one is opened by no key
   */
  rewrap(pool: Pool): Promise<number> {
    return inTransaction(pool, async (sql) => {
      const { rows } = await sql.query<{ id: string; kept: string }>(
        'SELECT id, totp_secret AS kept FROM account WHERE totp_secret IS NOT NULL ORDER BY id FOR UPDATE',
      );
      const old = rows.flatMap(({ id, kept }) => {
        const owner = { kind: 'account', id } as const;
        const { plain, isCurrent } = this.opened(kept, owner);
        return isCurrent ? [] : [{ id, kept: this.seal(plain, owner) }];
      });
      for (const { id, kept } of old) await sql.query('UPDATE account SET totp_secret = $2 WHERE id = $1', [id, kept]);
      await sql.query('UPDATE session SET pending_secret = NULL WHERE pending_secret IS NOT NULL');
      return old.length;
    });
  }

  private opened(kept: string, owner: SecretOwner): Opened {
    const [, algorithm = '', ...parts] = FORM.exec(kept) ?? [];
    const [iv, cipher, mac] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (!iv || !cipher || !mac) throw new CipherFault('a one-time secret is kept in a form that is not known');
    return this.wrapping.open('access', { algorithm, iv, cipher, mac }, aboutSecret(owner));
  }
}

const aboutSecret = ({ kind, id }: SecretOwner): string => `one-time secret of ${kind} ${id}`;
