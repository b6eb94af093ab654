import { Logger } from '@nestjs/common';
import { type AccessHead, accessStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { addDays, contentHash, type Day, dayOf, derivedId } from '@zhibu/kernel';
import { SYSTEM } from '@zhibu/service-kit';
import type { CommandSender } from '../commands/command-sender.ts';
import type { ServiceClient } from '../commands/service-client.adapter.ts';
import { sourceStream } from '../views/replay/grading-stream.adapter.ts';

/** A day is sealed an hour after its end: whatever waited to be logged has been written. */
const AFTER_MS = 60 * 60_000;
const EVERY_MS = 5 * 60_000;
/** Days before yesterday that a platform that stood still seals once it runs again. */
const DAYS_BACK = 40;

/** How the gateway reaches who seals. */
export interface SealingPorts {
  readonly sender: Pick<CommandSender, 'handled'>;
  readonly client: Pick<ServiceClient, 'send'>;
}

interface HeadRow {
  readonly writer: string;
  readonly firstEntry: string;
  readonly lastEntry: string;
  readonly hash: string;
}

/**
 * Seals where the log of accesses stood at the end of each day, as an event of Organization: what is rewritten later no
 * longer agrees with it. Several gateways may do so; the first does.
 */
export class AccessSealing {
  private readonly logger = new Logger('access-log');
  private readonly pool: Pool;
  private readonly now: () => number;
  private readonly sealed = new Set<Day>();
  private timer: NodeJS.Timeout | undefined;

  /** @param pool schema `access` as its service role */
  constructor(pool: Pool, now: () => number = Date.now) {
    this.pool = pool;
    this.now = now;
  }

  /** Seals from here on. */
  begin(ports: SealingPorts): void {
    const seal = (): void =>
      void this.seal(ports).catch((error: unknown) =>
        this.logger.warn({ fault: 'a day of the log of accesses is not sealed yet', error: String(error) }),
      );
    this.timer = setInterval(seal, EVERY_MS).unref();
  }

  /** Of Nest. */
  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Seals every day that is over and is not sealed. @returns the days sealed now */
  async seal({ sender, client }: SealingPorts): Promise<readonly Day[]> {
    const now: Day[] = [];
    for (const day of await this.unsealed()) {
      const { events } = await sourceStream(client, 'organization', accessStream(day));
      const data = events.length > 0 ? undefined : await this.headOf(day);
      if (data) now.push(...(await this.sent(sender, data)));
      this.sealed.add(day);
    }
    return now;
  }

  /** The days that are over and have entries, as far as it is not known that they are sealed. */
  private async unsealed(): Promise<readonly Day[]> {
    const last = addDays(dayOf(this.now() - AFTER_MS), -1);
    const { rows } = await this.pool.query<{ day: Day }>('SELECT day FROM access_log_days($1, $2) AS day', [
      addDays(last, -DAYS_BACK),
      last,
    ]);
    return rows.map(({ day }) => day).filter((day) => !this.sealed.has(day));
  }

  private async headOf(day: Day): Promise<AccessHead | undefined> {
    const { rows } = await this.pool.query<HeadRow>(
      `SELECT writer, first AS "firstEntry", last AS "lastEntry", encode(chain, 'hex') AS hash FROM access_log_heads($1)`,
      [day],
    );
    const chains = rows.map((row) => ({
      ...row,
      firstEntry: Number(row.firstEntry),
      lastEntry: Number(row.lastEntry),
    }));
    return chains.length === 0 ? undefined : { day, chains };
  }

  private async sent(sender: SealingPorts['sender'], data: AccessHead): Promise<readonly Day[]> {
    const commandId = derivedId('access', data.day, contentHash(data));
    const answer = await sender.handled('SealAccessHead', { commandId, data }, { actor: SYSTEM });
    if ('events' in answer) return [data.day];
    // Another gateway has sealed the day since it was looked up.
    if (answer.code === 'ACCESS_HEAD_SEALED') return [];
    throw new Error(`SealAccessHead of ${data.day}: ${answer.code}`);
  }
}
