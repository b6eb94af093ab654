import {
  designationContract,
  type DesignationEvent,
  type ProgrammeKind,
  type ProgrammeLevel,
  type Recorded,
} from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

const designations: Table = {
  name: 'lookup_designation',
  columns: {
    programme_id: 'text',
    organization_id: 'text',
    level: 'text',
    programme_kind: 'text',
    status: 'text',
    since: 'date',
    revision: 'integer',
    position: 'bigint',
  },
  replaces: { key: ['programme_id', 'organization_id'], newer: 'revision' },
};

/** Only a step that leads to a status changes where a designation stands. */
const keepStatus = (sql: Sql, events: readonly (RecordedEvent & DesignationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    designations,
    events.flatMap(({ type, data, revision, position }) => {
      const status = designationContract.events[type].leadsTo;
      if (status === undefined) return [];
      const { programmeId: programme_id, organizationId: organization_id, level, programmeKind, effectiveOn } = data;
      const standing = { level, programme_kind: programmeKind, status, since: effectiveOn };
      return [{ programme_id, organization_id, ...standing, revision, position }];
    }),
  );

const begun: Table = {
  name: 'lookup_designation_begun',
  columns: { programme_id: 'text', organization_id: 'text', designated_on: 'date', revision: 'integer' },
  replaces: { key: ['programme_id', 'organization_id'], newer: 'revision' },
};

async function keepBegun(
  sql: Sql,
  events: readonly Recorded<'PriorDesignationRecorded' | 'BranchDesignated' | 'DesignationPassed'>[],
): Promise<void> {
  await keepStatus(sql, events);
  await insertInto(
    sql,
    begun,
    events.map(({ data, revision }) => ({
      programme_id: data.programmeId,
      organization_id: data.organizationId,
      designated_on: data.effectiveOn,
      revision,
    })),
  );
}

const ofDesignations: Handlers = {
  ...Object.fromEntries(Object.keys(designationContract.events).map((type) => [type, keepStatus])),
  PriorDesignationRecorded: keepBegun,
  BranchDesignated: keepBegun,
  DesignationPassed: keepBegun,
};

/** Keeps where each designation stands, and since when it is one: what is revoked, and at which level. */
export const designationsLookup = lookup('supervision-designations', { service: 'assessment' }, ofDesignations);

/** In force: named, whatever a reinspection has found since; what is announced is so from its day on ($1). */
const IN_FORCE = `status IN ('designated', 'conditional', 'failed') AND since <= $1::date`;

/** A designation as it stands on a day. */
export interface DesignationOfDay {
  readonly level: ProgrammeLevel;
  readonly programmeKind: ProgrammeKind;
  /** Its first day; null: it is not in force. */
  readonly designatedOn: Day | null;
}

/** A designation as it stands on a day, as far as its steps have arrived; null: there is none. */
export async function designationOn(
  sql: Sql,
  of: { readonly programmeId: string; readonly organizationId: string },
  day: Day,
): Promise<DesignationOfDay | null> {
  const { rows } = await sql.query<DesignationOfDay>(
    `SELECT level, programme_kind AS "programmeKind", CASE WHEN ${IN_FORCE} THEN designated_on END AS "designatedOn"
     FROM lookup_designation LEFT JOIN lookup_designation_begun USING (programme_id, organization_id)
     WHERE programme_id = $2 AND organization_id = $3`,
    [day, of.programmeId, of.organizationId],
  );
  return rows[0] ?? null;
}

/** The place in Assessment's log of the latest step that has arrived; "0" before any. */
export async function designationsReadTo(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ position: string }>(
    'SELECT coalesce(max(position), 0) AS position FROM lookup_designation',
  );
  return rows[0]?.position ?? '0';
}

/** The levels at which organizations are designated on a day, by organization; who is designated nowhere is left out. */
export async function levelsOn(
  sql: Sql,
  organizationIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, readonly ProgrammeLevel[]>> {
  const { rows } = await sql.query<{ id: string; level: ProgrammeLevel }>(
    `SELECT organization_id AS id, level FROM lookup_designation WHERE ${IN_FORCE} AND organization_id = ANY($2)`,
    [day, organizationIds],
  );
  const byId = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byId].map(([id, found]) => [id, found.map(({ level }) => level)]));
}
