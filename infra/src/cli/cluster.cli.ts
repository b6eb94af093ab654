import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Wording } from '@zhibu/contracts';
import { startCluster } from '../cluster/cluster.ts';
import { readClusterSettings } from '../cluster/settings.ts';
import { onEnding } from '../launcher/ending.ts';
import { LaunchFault } from '../launcher/fault.ts';

const say = ({ zh, en }: Wording): void => {
  process.stdout.write(`${zh}\n${en}\n`);
};
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** `npm run cluster`: the distributed profile on this machine, each process on its own; Ctrl-C ends all. */
async function main(): Promise<void> {
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
  await ending;
  await cluster.stop();
  say({ zh: '已结束，数据已保存', en: 'Ended; everything is kept' });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const wording = error instanceof LaunchFault ? error.wording : undefined;
  if (!wording) throw error;
  process.stderr.write(`${wording.zh}\n${wording.en}\n`);
  process.exitCode = 1;
}
