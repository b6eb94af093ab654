import { services } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import { LaunchFault } from '../launcher/fault.ts';
import { withDatabase } from '../launcher/database.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { grant } from '../parked/operator.ts';
import { faults } from '../parked/vocabulary.ts';
import { readWish, WishFault } from '../parked/wish.ts';

/** A running subscriber looks every 0.8 s; one that is blocked is not waited for. */
const PATIENCE_MS = 10_000;

const terminal = processTerminal();

/** `npm run parked`: what a fault has parked, and what to do with it. Exit code 0: done, 1: not. */
async function main(args: readonly string[]): Promise<boolean> {
  const { wish, data } = readWish(args, userInfo().username);
  const folder = resolve(data ?? (process.env['ZHIBU_DATA'] || defaultDataFolder));
  if (!existsSync(folder)) throw new WishFault(faults.noData(folder));
  return withDatabase(folder, async (connections) => {
    const databases = ['gateway', ...services].map((schema) =>
      connect(connections.url(schema, 'service'), { schema, max: 1, name: 'zhibu-parked' }),
    );
    try {
      return await grant(wish, { databases, terminal, patienceMs: connections.running ? PATIENCE_MS : 0 });
    } finally {
      await Promise.all(databases.map((database) => database.end()));
    }
  });
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  const wording = error instanceof WishFault || error instanceof LaunchFault ? error.wording : undefined;
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(wording?.zh ?? `出错：${message}`);
  terminal.complain(wording?.en ?? `Failed: ${message}`);
  process.exitCode = 1;
}
