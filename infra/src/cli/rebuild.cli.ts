import { services, type Wording } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { PostgresEventStore } from '@zhibu/event-store';
import {
  readModelSchemas,
  rebuild,
  rebuildGiveUpBack,
  type Rebuilding,
  RebuildRefused,
  rebuildSwitchBack,
  unitsOf,
} from '@zhibu/gateway';
import { parseArgs } from 'node:util';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import type { Connections } from '../launcher/connections.ts';
import { withDatabase } from '../launcher/database.ts';
import { LaunchFault } from '../launcher/fault.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { notices, outcomeOf, progressOf } from '../rebuild/vocabulary.ts';

const terminal = processTerminal();
const CONNECTIONS = 4;
const say = ({ zh, en }: Wording): void => terminal.say(`${zh}  ${en}`);

const options = {
  'switch-back': { type: 'boolean' },
  'give-up-back': { type: 'boolean' },
  'accept-difference': { type: 'boolean' },
  data: { type: 'string' },
} as const;

/** `npm run rebuild`: builds views of the read model beside the live ones. Exit code 0: switched; 1: not, and why. */
async function main(args: readonly string[]): Promise<boolean> {
  const {
    values,
    positionals: [view, ...more],
  } = read(args);
  if (view === undefined || more.length > 0) throw new RebuildRefused(notices.usage);
  const units = unitsOf(view);
  const folder = values.data ?? (process.env['ZHIBU_DATA'] || defaultDataFolder);
  return withDatabase(
    folder,
    (connections) =>
      onReadModel(connections, async (rebuilding) => {
        if (values['switch-back'])
          return forEach(units, (unit) => rebuildSwitchBack(rebuilding, unit), notices.switchedBack);
        if (values['give-up-back'])
          return forEach(units, (unit) => rebuildGiveUpBack(rebuilding, unit), notices.gaveUp);
        const rebuilt = await rebuild(rebuilding, units, values['accept-difference']);
        for (const wording of outcomeOf(rebuilt)) say(wording);
        return rebuilt.switched;
      }),
    'npm run rebuild',
  );
}

async function forEach(
  units: readonly string[],
  work: (unit: string) => Promise<void>,
  done: (unit: string) => Wording,
): Promise<true> {
  for (const unit of units) {
    await work(unit);
    say(done(unit));
  }
  return true;
}

function read(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    throw new RebuildRefused(notices.usage);
  }
}

/** Reads the services' logs as each service; writes as the owner of the read model. */
async function onReadModel<Result>(
  { url }: Connections,
  work: (rebuilding: Rebuilding) => Promise<Result>,
): Promise<Result> {
  const owner = connect(url(readModelSchemas.live, 'owner'), {
    schema: readModelSchemas.live,
    max: CONNECTIONS,
    name: 'zhibu-rebuild',
  });
  const logOf = (schema: string): Promise<PostgresEventStore> =>
    PostgresEventStore.open({ url: url(schema, 'service'), schema, max: 2, seal: false });
  const opened = await Promise.all(services.map(async (service) => [service, await logOf(service)] as const));
  try {
    return await work({ owner, logs: Object.fromEntries(opened), tell: (progress) => say(progressOf(progress)) });
  } finally {
    await Promise.all([owner.end(), ...opened.map(([, log]) => log.close())]);
  }
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const told = error instanceof LaunchFault || error instanceof RebuildRefused;
  const wording = told ? error.wording : { zh: `出错：${message}`, en: `Failed: ${message}` };
  terminal.complain(wording.zh);
  terminal.complain(wording.en);
  process.exitCode = 1;
}
