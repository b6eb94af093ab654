import { services, type Wording } from '@zhibu/contracts';
import type { CopiedTable, StoreAccess, TablesAccess } from '@zhibu/event-store';
import { accessSchema, accountTables, directoryTables, peopleSchema } from '@zhibu/gateway';
import { populationTables } from '@zhibu/supervision';
import { resolve } from 'node:path';
import { logDone } from '../access-log/by-operator.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Environment } from '../operator/secrets.adapter.ts';
import type { Need } from '../operator/urls.ts';
import type { Arguments } from '../terminal/arguments.adapter.ts';
import { faults } from './vocabulary.ts';

export interface CommandPlan {
  /** As the operator types it. */
  readonly purpose: string;
  /** Whether it takes a file. */
  readonly file: boolean;
  /** Options with a text and without one, and the words of the usage for them. */
  readonly options?: { readonly texts: readonly string[]; readonly flags?: readonly string[]; readonly usage: Wording };
  readonly role: 'owner' | 'service';
  /** What the log of accesses calls it; absent: it is not logged, and neither accounts nor people are reached. */
  readonly logged?: string;
  /** Looks at what was given before any server or folder is touched. @throws OperatorFault */
  readonly check?: (given: Given) => Promise<void>;
}

/** What a command was given. */
export interface Given {
  /** Absolute path; empty where the command takes none. */
  readonly file: string;
  readonly given: Arguments;
  readonly environment: Environment;
  readonly say: (wording: Wording) => void;
}

/** What a command works with. */
export interface CommandScene extends Given {
  /** Every service's store, as the role the command needs. */
  readonly stores: readonly StoreAccess[];
  /** Accounts, the directory of people and the lists of draws, where it is logged. */
  readonly tables: readonly TablesAccess[];
}

const NO_OPTIONS: NonNullable<CommandPlan['options']> = { texts: [], usage: { zh: '', en: '' } };

const usageOf = (purpose: string, file: boolean, { zh, en }: Wording): Wording => ({
  zh: `${purpose}${file ? ' -- 文件' : ''}${zh}`,
  en: `${purpose}${file ? ' -- FILE' : ''}${en}`,
});

/** Runs a command on every service's store in PostgreSQL, and sets the exit code it answers. */
export async function runCommand(
  { purpose, file, role, logged, check, options = NO_OPTIONS }: CommandPlan,
  work: (scene: CommandScene) => Promise<Exit>,
): Promise<void> {
  const { texts, flags = [] } = options;
  const usage = usageOf(purpose, file, options.usage);
  const stores = services.map((schema): Need => ({ schema, role }));
  const beside = logged === undefined ? [] : copied.map(({ schema }): Need => ({ schema, role }));
  const needs: readonly Need[] = [...stores, ...beside, ...(logged === undefined ? [] : [accessLog])];
  const call = { usage, positionals: file ? 1 : 0, texts, flags };
  await runOnDatabases(call, async ({ given, place, environment, say }) => {
    // What PostgreSQL holds then is an empty log, of which it would be said that it is whole.
    if (environment['STORE'] === 'event-store-db') throw new OperatorFault(faults.elsewhere(purpose), exits.notDone);
    const path = file ? resolve(given.positionals[0] ?? '') : '';
    const asked: Given = { file: path, given, environment, say };
    await check?.(asked);
    // A restore makes the folder that was lost; anything else wants one that is there.
    const entrance = { place, needs, purpose, makesFolder: role === 'owner' };
    return withConnections(entrance, (reached) =>
      withPools(reached, needs, async (pools) => {
        const exit = await work({ ...asked, stores: storesOf(pools), tables: tablesOf(pools, beside.length) });
        const access = pools[services.length + beside.length];
        if (access && logged !== undefined) await logDone(access, { operation: logged });
        return exit;
      }),
    );
  });
}

const accessLog: Need = { schema: accessSchema, role: 'service' };

/** What is backed up beside the stores. */
const copied: readonly { readonly part: string; readonly schema: string; readonly tables: readonly CopiedTable[] }[] = [
  { part: accessSchema, schema: accessSchema, tables: accountTables },
  { part: peopleSchema, schema: peopleSchema, tables: directoryTables },
  // The store of the same schema is a part of its own.
  { part: 'draws', schema: 'supervision', tables: populationTables },
];

const tablesOf = (pools: readonly StoreAccess['pool'][], count: number): readonly TablesAccess[] =>
  copied.slice(0, count).flatMap(({ part, tables }, index) => {
    const pool = pools[services.length + index];
    return pool ? [{ service: part, pool, tables }] : [];
  });

const storesOf = (pools: readonly StoreAccess['pool'][]): readonly StoreAccess[] =>
  services.flatMap((service, index) => {
    const pool = pools[index];
    return pool ? [{ service, pool }] : [];
  });
