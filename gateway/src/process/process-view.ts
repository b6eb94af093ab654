import type { EventOf, Wording } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type DataLoader from 'dataloader';
import type { ReadModel } from '../read-model.ts';
import { type Asking, loaderOf } from '../request/loaders.ts';
import type { SeenId } from '../scope/seen.ts';
import type { Listing, Moment, Page } from '../views/moment.ts';
import type { View } from '../views/view.ts';
import { type ProcessCounts, processCounts } from './count.lookup.ts';
import { deriving, differingRows } from './derived.projection.ts';
import { type Listed, standingsUnder } from './list.lookup.ts';
import { processTallied, spanDerivation } from './spans.projection.ts';
import type { Counting } from './spans.rules.ts';
import { type Standing, standingsByKey, standingsOf } from './standing.lookup.ts';
import { standingDerivation } from './standings.projection.ts';
import type { Faceting } from './standings.rules.ts';
import {
  keyOf,
  type Placing,
  type ProcessContract,
  type ProcessTables,
  stepFacts,
  stepRow,
  stepTable,
  tablesOf,
} from './steps.projection.ts';

/** A field that every event of an aggregate has. */
type FieldOf<Contract extends ProcessContract> = keyof EventOf<Contract['events'][keyof Contract['events']]>['data'] &
  string;
type StatusOf<Contract extends ProcessContract> = keyof Contract['statuses'] & string;

/** What the kit cannot read in a process's contract. */
export interface ProcessDescription<Contract extends ProcessContract> {
  /** The fields that together name an instance. */
  readonly key: readonly FieldOf<Contract>[];
  /** The field that names the organization under which an instance stands: a branch, unless told otherwise. */
  readonly under: FieldOf<Contract>;
  readonly ofEveryKind?: boolean;
  /** An SQL expression over where an instance stands, a text of one width, by which lists are ordered before codes. */
  readonly listedBy?: string;
  /** An SQL expression over a step, a jsonb object of texts: what it says by which instances are counted and listed. */
  readonly told?: string;
  /** The facets that follow from what steps told; of each field what was told last, unless told otherwise. */
  readonly faceting?: Faceting;
  /** Its steps say nothing of an organization that not everybody may know. */
  readonly openToAll?: boolean;
  /** As what an instance is tallied on which days; without it nothing of the process is tallied. */
  readonly counts?: Counting<StatusOf<Contract>>;
}

/** The read model of a process: every step of every instance, and what is asked of them. */
export interface Process<Status extends string> {
  readonly view: View;
  readonly words: Readonly<Record<Status, Wording>>;
  readonly counts: ProcessCounts;
  /** The key of an instance, from the fields that make it up. */
  readonly keyOf: (...parts: readonly string[]) => string;
  readonly byKey: (asking: Asking) => DataLoader<string, Standing<Status> | undefined, string>;
  /** Of organizations, by their ids. */
  readonly ofBranch: (asking: Asking) => DataLoader<SeenId, readonly Standing<Status>[], string>;
  /** The instances of the living branches, or organizations, under an organization, as entries that `keyInList` turns into keys. */
  readonly under: (
    model: ReadModel,
    asked: Listed,
    at: { readonly moment: Moment; readonly page: Page },
  ) => Promise<Listing<string>>;
}

/**
 * The read model of a process whose instances are streams about a branch: its steps, where it stands on any day and as
 * known then, pages by the tree, and, where it says as what it counts, its tallies. The fields that GraphQL shows of it
 * are `fieldsOfProcess`.
 */
export function processView<Contract extends ProcessContract>(
  contract: Contract,
  description: ProcessDescription<Contract>,
): Process<StatusOf<Contract>> {
  type Status = StatusOf<Contract>;
  const { aggregate } = contract;
  const { ofEveryKind = false, listedBy } = description;
  const tables = tablesOf(aggregate);
  const counts = processCounts(aggregate, tables, ofEveryKind);
  return {
    view: viewOf(contract, tables, description),
    words: contract.statuses,
    counts,
    keyOf: (...parts) => keyOf(parts),
    byKey: loaderOf((model, keys: readonly string[], moment) =>
      standingsByKey<Status>({ model, tables }, keys, moment),
    ),
    ofBranch: loaderOf((model, ids: readonly SeenId[], moment) => standingsOf<Status>({ model, tables }, ids, moment)),
    under: (model, asked, at) => standingsUnder({ model, tables, counts, ofEveryKind, listedBy }, asked, at),
  };
}

interface Viewed<Status extends string> {
  readonly counts?: Counting<Status>;
  readonly ofEveryKind?: boolean;
  readonly told?: string;
  readonly faceting?: Faceting;
  readonly openToAll?: boolean;
}

function viewOf<Status extends string>(
  contract: ProcessContract,
  tables: ProcessTables,
  { key, under, counts, told, faceting, openToAll = false, ofEveryKind = false }: Placing & Viewed<Status>,
): View {
  const { aggregate, events: types } = contract;
  const table = stepTable(tables);
  const stepOf = stepFacts(contract, { key, under });
  const rowOf = stepRow(aggregate);
  const spans = counts ? [spanDerivation(tables, counts)] : [];
  const derived = { derivations: [standingDerivation<Status>(tables, faceting), ...spans], told };
  return {
    name: aggregate,
    process: aggregate,
    replays: {
      aggregate,
      service: contract.service,
      key,
      statuses: contract.statuses,
      tables,
      ofEveryKind,
      stepOf,
      differingRows: differingRows(aggregate, tables, derived),
    },
    tables: [tables.steps, tables.spans, tables.standings],
    details: openToAll ? {} : { [tables.steps]: 'organization_id', [tables.standings]: 'organization_id' },
    // What is tallied is rebuilt with the tallies.
    unit: counts ? 'register' : aggregate,
    takes: new Set(Object.keys(types)),
    facts: (events) => [{ table, rows: events.map((event) => rowOf(stepOf(event))) }],
    touches: async (_sql: Sql, events: readonly RecordedEvent[]) => events.map((event) => stepOf(event).key),
    derive: deriving(aggregate, tables, derived),
    ...(counts ? { series: processTallied(aggregate, tables, ofEveryKind) } : {}),
  };
}
