import type { Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';

/** By view, the token of its rows as they stand: another one after every change. A view that never changed has none. */
export type Versions = ReadonlyMap<string, string>;

/** The read model as it stands, as far as an answer from memory needs to know. */
export interface ViewState {
  readonly versions: Versions;
  /** Streams wait behind an event that could not be applied: what is known of the past may still grow. */
  readonly isParked: boolean;
}

interface Named {
  readonly name: string;
}

/** Says that the rows of views change with this transaction. Written in the order of names, so that two never deadlock. */
export async function renewVersions(transaction: Sql, views: readonly Named[]): Promise<void> {
  if (views.length === 0) return;
  await transaction.query(
    `INSERT INTO ${readModelSchemas.live}.view_version (view, token)
     SELECT v, gen_random_uuid() FROM unnest($1::text[]) v ORDER BY v ON CONFLICT (view) DO UPDATE SET token = excluded.token`,
    [views.map(({ name }) => name)],
  );
}

const STATE = {
  name: 'view-versions',
  text: `SELECT view, token::text, false AS parked FROM view_version
    UNION ALL SELECT '', '', true WHERE EXISTS (SELECT FROM parked_stream)`,
};

/**
 * Reads how the read model stands. Whoever asks is answered by a statement sent after he asked, so that he sees
 * whatever was committed before; who asks while a statement is on its way shares the next one.
 */
export class ViewStateReader {
  private readonly sql: Sql;
  private sent: Promise<unknown> = Promise.resolve();
  private next: Promise<ViewState> | undefined;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  read(): Promise<ViewState> {
    this.next ??= this.sent.then(() => this.send());
    return this.next;
  }

  private send(): Promise<ViewState> {
    this.next = undefined;
    const state = this.query();
    this.sent = state.catch(() => undefined);
    return state;
  }

  private async query(): Promise<ViewState> {
    const { rows } = await this.sql.query<{ view: string; token: string; parked: boolean }>(STATE);
    return {
      versions: new Map(rows.filter(({ parked }) => !parked).map(({ view, token }) => [view, token])),
      isParked: rows.some(({ parked }) => parked),
    };
  }
}
