import { services, type Wording } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { parseArgs } from 'node:util';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import type { Connections } from '../launcher/connections.ts';
import { withDatabase } from '../launcher/database.ts';
import { LaunchFault } from '../launcher/fault.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { refill } from '../refill/refill.ts';

const processes = ['gateway', ...services];
const usage: Wording = {
  zh: `用法：npm run refill -- all|${processes.join('|')} [--data 文件夹]`,
  en: `Usage: npm run refill -- all|${processes.join('|')} [--data FOLDER]`,
};
const terminal = processTerminal();

/**
 * `npm run refill -- PROCESS|all`: empties what a process keeps of the feeds it takes, and lets it be filled anew from the
 * services' logs. The remedy that a consumer names after a store was restored. Exit code 0: done, 1: not.
 */
async function main(args: readonly string[]): Promise<boolean> {
  const {
    values,
    positionals: [name, ...more],
  } = parseArgs({ args: [...args], allowPositionals: true, strict: false, options: { data: { type: 'string' } } });
  const chosen = name === 'all' ? processes : processes.filter((process) => process === name);
  if (chosen.length === 0 || more.length > 0) {
    terminal.complain(usage.zh);
    terminal.complain(usage.en);
    return false;
  }
  const folder = String(values.data ?? (process.env['ZHIBU_DATA'] || defaultDataFolder));
  await withDatabase(
    folder,
    async (connections) => {
      for (const schema of chosen) await refilled(connections, schema);
    },
    'npm run refill',
  );
  return true;
}

async function refilled({ url }: Connections, schema: string): Promise<void> {
  const owner = connect(url(schema, 'owner'), { schema, max: 1, name: 'zhibu-refill' });
  try {
    const { consumers, tables } = await refill(owner, schema);
    terminal.say(`${schema}：已清空 ${tables} 张表，${consumers} 个消费者从头读取`);
    terminal.say(`${schema}: ${tables} tables emptied, ${consumers} consumers read from the beginning`);
  } finally {
    await owner.end();
  }
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const wording = error instanceof LaunchFault ? error.wording : { zh: `出错：${message}`, en: `Failed: ${message}` };
  terminal.complain(wording.zh);
  terminal.complain(wording.en);
  process.exitCode = 1;
}
