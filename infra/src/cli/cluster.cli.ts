import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCluster } from '../cluster/cluster.ts';
import { readClusterSettings } from '../cluster/settings.ts';
import { onEnding } from '../launcher/ending.ts';
import { LaunchFault } from '../launcher/fault.ts';
import type { Say } from '../launcher/vocabulary.ts';

const say: Say = ({ zh, en }) => {
  process.stdout.write(`${zh}\n${en}\n`);
};
const complain = ({ wording }: LaunchFault): void => {
  process.stderr.write(`${wording.zh}\n${wording.en}\n`);
};
/** As every command says that what it leans on is not there. */
const NOT_CARRIED_OUT = 3;
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** `npm run cluster`: the distributed profile on this machine, each process on its own; Ctrl-C ends all, and so does a database that is gone for good. */
async function main(): Promise<LaunchFault | void> {
  const settings = readClusterSettings(process.argv.slice(2), process.env);
  const ending = new Promise<void>((end) => {
    onEnding(end);
  });
  const logs = resolve(settings.data, 'logs');
  say({ zh: '正在启动各进程……', en: 'Starting the processes …' });
  const cluster = await startCluster({
    data: settings.data,
    feed: settings.feed,
    ports: settings.ports,
    say,
    ...(settings.brokers ? { brokers: settings.brokers } : {}),
    ...(settings.eventStore ? { eventStore: settings.eventStore } : {}),
    onOutput: ({ name, replica }, text) => {
      mkdirSync(logs, { recursive: true });
      appendFileSync(join(logs, `${name}-${replica}.log`), text);
    },
  });
  for (const { name, url, pid } of cluster.processes) process.stdout.write(`${name.padEnd(14)} ${url}  pid ${pid}\n`);
  say({
    zh: `就绪：${cluster.url}/graphql；日志在 ${logs}；结束：Ctrl-C`,
    en: `Ready: ${cluster.url}/graphql; logs in ${logs}; to end: Ctrl-C`,
  });
  const lost = await Promise.race([ending, cluster.database.lost]);
  if (lost) complain(lost);
  await cluster.stop();
  say({ zh: '已结束，数据已保存', en: 'Ended; everything is kept' });
  return lost;
}

try {
  process.exit((await main()) ? NOT_CARRIED_OUT : 0);
} catch (error) {
  if (!(error instanceof LaunchFault)) throw error;
  complain(error);
  process.exitCode = 1;
}
