import type { Pool, Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { type KeptLink, type LogFault, LogJudge } from './judgement.ts';
import { instantOf } from './rows.ts';
import { headOf, inSnapshot, linkBefore, linksAfter, strayRows } from './verification.ts';

/** A stretch of the log, read once: its events, and what of it is not as it was recorded. */
export interface AuditedStretch {
  readonly events: readonly RecordedEvent[];
  readonly faults: readonly LogFault[];
  /** After which position the next one begins; undefined at the end of the log. */
  readonly next: bigint | undefined;
}

/**
 * Up to `limit` events of the log after a position, each judged by its link of the chain as it is read; at the end also
 * what no walk along the log meets.
 * @param after 0n for the beginning
 */
export function auditedStretch(pool: Pool, after: bigint, limit: number): Promise<AuditedStretch> {
  return inSnapshot(pool, async (sql) => {
    const isFirst = after === 0n;
    const judge = new LogJudge(isFirst ? undefined : await linkBefore(sql, after + 1n));
    const faults: LogFault[] = [];
    const events: RecordedEvent[] = [];
    let rows = 0;
    for await (const link of linksAfter(sql, isFirst ? undefined : after)) {
      const fault = judge.judge(link);
      if (fault) faults.push(fault);
      events.push(...recordedIn(link));
      rows += 1;
      if (rows === limit) return { events, faults, next: link.seq };
    }
    return { events, faults: [...faults, ...(await faultsAtTheEnd(sql, judge))], next: undefined };
  });
}

async function faultsAtTheEnd(sql: Sql, judge: LogJudge): Promise<readonly LogFault[]> {
  const ending = judge.judgeHead(await headOf(sql));
  return [...(ending ? [ending] : []), ...(await strayRows(sql))];
}

function recordedIn({ seq, recordedAt, event }: KeptLink): readonly RecordedEvent[] {
  if (!event) return [];
  const { id, type, schemaVersion, stream, revision } = event;
  return [
    {
      id,
      type,
      schemaVersion,
      stream,
      revision,
      data: JSON.parse(event.data),
      metadata: JSON.parse(event.metadata),
      position: seq,
      recordedAt: instantOf(String(recordedAt)),
    },
  ];
}
