import {
  escalationLevels,
  type Recorded,
  remediationContract,
  type RemediationEvent,
  type ToldLevel,
} from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';

const remediations: Table = {
  name: 'lookup_remediation',
  columns: {
    branch_id: 'text',
    year: 'text',
    status: 'text',
    due_on: 'date',
    due_version: 'integer',
    levels: 'integer',
    revision: 'integer',
  },
  replaces: { key: ['branch_id', 'year'], newer: 'revision' },
};

const keepRemediations = (sql: Sql, events: readonly (RecordedEvent & RemediationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    remediations,
    events.map(({ type, data, revision }) => ({
      branch_id: data.branchId,
      year: data.year,
      // A step that leads to no other status is one of a remediation that goes on.
      status: remediationContract.events[type].leadsTo ?? 'open',
      due_on: 'dueOn' in data ? data.dueOn : undefined,
      due_version: 'dueVersion' in data ? data.dueVersion : undefined,
      levels: 'level' in data ? levelsTold(data.level) : 0,
      revision,
    })),
  );

/** How far the ladder was climbed, where a level of it was told. */
export const levelsTold = (level: ToldLevel): number => escalationLevels.findIndex((known) => known === level) + 1;

const terms: Table = {
  name: 'lookup_remediation_term',
  columns: { branch_id: 'text', year: 'text', until: 'date', told: 'boolean', revision: 'integer' },
  replaces: { key: ['branch_id', 'year'], newer: 'revision' },
};

/** Until when a remediation is to be accepted or continued, and whether it was told that nobody did; one opened has no term yet. */
const keepTerms = (
  sql: Sql,
  set: readonly Recorded<
    'RemediationOpened' | 'RemediationPlanned' | 'RemediationContinued' | 'RemediationEscalated'
  >[],
): Promise<void> =>
  insertInto(
    sql,
    terms,
    set.map(({ data, revision }) => ({
      branch_id: data.branchId,
      year: data.year,
      until: 'until' in data ? data.until : data.dueOn,
      told: !('until' in data),
      revision,
    })),
  );

async function keepPlanned(
  sql: Sql,
  events: readonly Recorded<'RemediationOpened' | 'RemediationPlanned' | 'RemediationContinued'>[],
): Promise<void> {
  await keepRemediations(sql, events);
  await keepTerms(sql, events);
}

/** What is told of the term says nothing of what the branch owes. */
async function keepTold(sql: Sql, events: readonly Recorded<'RemediationEscalated'>[]): Promise<void> {
  await keepRemediations(
    sql,
    events.filter(({ data }) => data.owes !== 'acceptance'),
  );
  await keepTerms(
    sql,
    events.filter(({ data }) => data.owes === 'acceptance'),
  );
}

/** Every step of a remediation, as the contract has them. */
export const remediationsKept: Handlers = {
  ...Object.fromEntries(Object.keys(remediationContract.events).map((type) => [type, keepRemediations])),
  RemediationOpened: keepPlanned,
  RemediationPlanned: keepPlanned,
  RemediationContinued: keepPlanned,
  RemediationEscalated: keepTold,
};
