import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { refusal } from '@zhibu/contracts';
import type { PasswordHasher } from './password-hasher.ts';

/** RFC 9106, and the least that OWASP's cheat sheet on password storage gives: m 19 MiB, t 2, p 1. */
const costs = { memory: 19 * 1024, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** So many are made at once: each takes 19 MiB, and a core for some 30 ms. */
const AT_ONCE = 2;
/** A second's work of two cores. */
const WAITING = 64;

const derive = promisify(argon2);

interface Derivation {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly tagLength: number;
}

/** argon2id of Node's own crypto, two at a time, kept in the PHC format. */
export class Argon2PasswordHasher implements PasswordHasher {
  private readonly waitingAtMost: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param waitingAtMost how many wait for their turn; whoever comes then is told so at once */
  constructor(waitingAtMost = WAITING) {
    this.waitingAtMost = waitingAtMost;
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await this.derived(password, { ...costs, salt, tagLength: TAG_BYTES });
    return phcOf(salt, tag);
  }

  async verify(password: string, kept: string | null): Promise<boolean> {
    const { tag, ...derivation } = kept === null ? nobody : parsed(kept);
    const found = await this.derived(password, { ...derivation, tagLength: tag.length });
    return timingSafeEqual(found, tag) && kept !== null;
  }

  /**
   * Of the password in one form (NFKC): keyboards write the same letters in several.
   * @throws Refusal LOG_INS_TOO_MANY when too many wait
   */
  private async derived(password: string, { salt, ...costing }: Derivation): Promise<Buffer> {
    await this.turn();
    try {
      return await derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce: salt, ...costing });
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** A turn is handed on, so that nobody who comes later takes it. */
  private turn(): Promise<void> | void {
    if (this.running < AT_ONCE) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.waitingAtMost) throw refusal('LOG_INS_TOO_MANY');
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
}

const nobody = { ...costs, salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };

const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const phcOf = (salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${costs.memory},t=${costs.passes},p=${costs.parallelism}$${plain(salt)}$${plain(tag)}`;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

function parsed(kept: string): typeof nobody | (Omit<Derivation, 'tagLength'> & { readonly tag: Buffer }) {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(kept) ?? [];
  if (tag === '') throw new Error('a password is kept in a form that this program does not know');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
