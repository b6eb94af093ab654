import { services, type Wording } from '@zhibu/contracts';
import type { StoreAccess } from '@zhibu/event-store';
import { resolve } from 'node:path';
import { withConnections, withPools } from '../operator/connections.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';
import { faults } from './vocabulary.ts';

export interface CommandPlan {
  /** As the operator types it. */
  readonly purpose: string;
  /** Whether it takes a file. */
  readonly file: boolean;
  readonly role: 'owner' | 'service';
}

/** What a command works with. */
export interface CommandScene {
  /** Every service's store, as the role the command needs. */
  readonly stores: readonly StoreAccess[];
  /** Absolute path; empty where the command takes none. */
  readonly file: string;
  readonly say: (wording: Wording) => void;
}

/** Runs a command on every service's store in PostgreSQL, and sets the exit code it answers. */
export async function runCommand(
  { purpose, file, role }: CommandPlan,
  work: (scene: CommandScene) => Promise<Exit>,
): Promise<void> {
  const usage = { zh: `${purpose}${file ? ' -- 文件' : ''}`, en: `${purpose}${file ? ' -- FILE' : ''}` };
  const needs = services.map((schema): Need => ({ schema, role }));
  await runOnDatabases({ usage, positionals: file ? 1 : 0 }, async ({ given, place, environment, say }) => {
    // What PostgreSQL holds then is an empty log, of which it would be said that it is whole.
    if (environment['STORE'] === 'event-store-db') throw new OperatorFault(faults.elsewhere(purpose), exits.notDone);
    const path = file ? resolve(given.positionals[0] ?? '') : '';
    // A restore makes the folder that was lost; anything else wants one that is there.
    const entrance = { place, needs, purpose, makesFolder: role === 'owner' };
    return withConnections(entrance, (reached) =>
      withPools(reached, needs, (pools) => work({ stores: storesOf(pools), file: path, say })),
    );
  });
}

const storesOf = (pools: readonly StoreAccess['pool'][]): readonly StoreAccess[] =>
  services.flatMap((service, index) => {
    const pool = pools[index];
    return pool ? [{ service, pool }] : [];
  });
