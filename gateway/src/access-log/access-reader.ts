import { refusal } from '@zhibu/contracts';
import { type Pool, poolBeside } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { type Signed, signed, type SigningKey } from '@zhibu/service-kit';
import type { Principal } from '../access/principal.ts';
import type { DutiesOf } from '../views/duty/duty.lookup.ts';
import { entriesOf, type EntriesAsked, type EntryFilter, pageOfEntries } from './entries.lookup.ts';
import type { ChainedEntry } from './entry.ts';

/** Readings over a connection of their own: a long one keeps nobody waiting who logs in. */
const SETTINGS = { statement_timeout: '30s' };

/** The log of accesses as audit administrators read it through the gateway. */
export class AccessReader {
  private readonly pool: Pool;
  private readonly key: SigningKey;

  /** @param access schema `access` as its service role @param key by which exports are signed */
  constructor(access: Pool, key: SigningKey) {
    this.pool = poolBeside(access, 1, SETTINGS);
    this.key = key;
  }

  page(asked: EntriesAsked): Promise<readonly ChainedEntry[]> {
    return pageOfEntries(this.pool, asked);
  }

  /** All of them, page by page. */
  entries(filter: EntryFilter): AsyncGenerator<ChainedEntry> {
    return entriesOf(this.pool, filter);
  }

  signed<Said extends object>(said: Said): Signed<Said> {
    return signed(said, this.key);
  }

  /** Of Nest: once nothing is answered any more. */
  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}

/** What it is decided by who may read the log. */
export interface ReaderSources {
  /** undefined: this gateway keeps no log. */
  readonly accesses?: AccessReader | undefined;
  readonly duties: DutiesOf;
  readonly today: () => Day;
}

/**
 * The log, for whoever is an audit administrator today; the operator has commands of his own for it. Source: access.md, section 2.
 * @throws Refusal ACCESS_LOG_DUTY_MISSING
 */
export async function accessesFor(
  principal: Principal,
  { accesses, duties, today }: ReaderSources,
): Promise<AccessReader> {
  const held = principal.kind === 'person' ? await duties(principal.personId, today()) : [];
  const isHis = held.some(({ duty }) => duty === 'audit-administrator');
  if (!accesses || !isHis) throw refusal('ACCESS_LOG_DUTY_MISSING');
  return accesses;
}
