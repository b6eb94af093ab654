import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { services, type Wording } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { BackupFault, type StoreAccess } from '@zhibu/event-store';
import { Arguments, WrongArguments } from '../terminal/arguments.adapter.ts';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import { withDatabase } from '../launcher/database.ts';
import { LaunchFault } from '../launcher/fault.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
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

/** What keeps a command from being carried out, in a sentence that says what to do. */
class CommandFault extends Error {
  readonly wording: Wording;

  constructor(wording: Wording) {
    super(wording.en);
    this.wording = wording;
  }
}

const FAILED = 3;
const terminal = processTerminal();

/**
 * Runs a command on the stores of a data folder, the platform running or not, or on those that DATABASE_URL_<SERVICE>
 * name, and sets the exit code it answers.
 */
export async function runCommand(plan: CommandPlan, work: (scene: CommandScene) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await perform(plan, work);
  } catch (error) {
    const { zh, en } = wordingOf(error);
    terminal.complain(zh);
    terminal.complain(en);
    process.exitCode = FAILED;
  }
}

async function perform(plan: CommandPlan, work: (scene: CommandScene) => Promise<number>): Promise<number> {
  // What PostgreSQL holds then is an empty log, of which it would be said that it is whole.
  if (process.env['STORE'] === 'event-store-db') throw new CommandFault(faults.elsewhere(plan.purpose));
  const given = new Arguments(process.argv.slice(2), { texts: ['data'], flags: [] });
  const file = fileOf(plan, given.positionals);
  const onStores = (urlOf: (service: string) => string): Promise<number> =>
    withStores(urlOf, (stores) => work({ stores, file, say }));
  const named = urlsOf(process.env);
  if (named) return onStores((service) => named.get(service) ?? '');
  const folder = resolve(given.text('data') ?? (process.env['ZHIBU_DATA'] || defaultDataFolder));
  // A restore makes the folder that was lost; anything else wants one that is there.
  if (plan.role !== 'owner' && !existsSync(folder)) throw new CommandFault(faults.noData(folder));
  return withDatabase(
    folder,
    (connections) => onStores((service) => connections.url(service, plan.role)),
    plan.purpose,
  );
}

function fileOf(plan: CommandPlan, positionals: readonly string[]): string {
  const [file] = positionals;
  if (positionals.length === (plan.file ? 1 : 0)) return file === undefined ? '' : resolve(file);
  throw new CommandFault(plan.file ? faults.usage(plan.purpose) : faults.usageWithoutFile(plan.purpose));
}

function say({ zh, en }: Wording): void {
  terminal.say(zh);
  terminal.say(en);
}

async function withStores(
  urlOf: (service: string) => string,
  work: (stores: readonly StoreAccess[]) => Promise<number>,
): Promise<number> {
  const stores = services.map((service) => ({
    service,
    pool: connect(urlOf(service), { schema: service, max: 1, name: 'zhibu-operator' }),
  }));
  try {
    return await work(stores);
  } finally {
    await Promise.all(stores.map(({ pool }: { readonly pool: Pool }) => pool.end()));
  }
}

/** The stores' own URLs, where every service has one. */
function urlsOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> | undefined {
  const urls = services.flatMap((service) => {
    const url = environment[`DATABASE_URL_${service.toUpperCase()}`];
    return url ? [[service, url] as const] : [];
  });
  return urls.length === services.length ? new Map(urls) : undefined;
}

function wordingOf(error: unknown): Wording {
  if (error instanceof BackupFault || error instanceof LaunchFault || error instanceof CommandFault)
    return error.wording;
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof WrongArguments
    ? { zh: message, en: message }
    : { zh: `出错：${message}`, en: `Failed: ${message}` };
}
