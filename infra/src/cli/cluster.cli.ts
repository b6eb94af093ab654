import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCluster } from '../cluster/cluster.ts';
import { type ClusterSettings, readClusterSettings } from '../cluster/settings.ts';
import { notices } from '../cluster/vocabulary.ts';
import { onEnding, unlessEnded } from '../launcher/ending.ts';
import { launchExits, LaunchFault } from '../launcher/fault.ts';
import type { Say } from '../launcher/vocabulary.ts';

const say: Say = ({ zh, en }) => {
  process.stdout.write(`${zh}\n${en}\n`);
};
const complain: Say = ({ zh, en }) => {
  process.stderr.write(`${zh}\n${en}\n`);
};
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** `npm run cluster`: the distributed profile on this machine, each process on its own; Ctrl-C ends all, also while they start, and so does a database that is gone for good. */
async function main(ending: AbortSignal): Promise<number> {
  const settings = readClusterSettings(process.argv.slice(2), process.env);
  const logs = resolve(settings.data, 'logs');
  if (settings.plain) complain(notices.plain);
  say(notices.starting);
  const cluster = await startCluster(optionsOf(settings, { logs, ending }));
  for (const { name, url, pid } of cluster.processes) process.stdout.write(`${name.padEnd(14)} ${url}  pid ${pid}\n`);
  if (cluster.certificates) say(notices.authority(cluster.certificates.authority));
  say(notices.ready(cluster.url, logs));
  const lost = await unlessEnded(ending, cluster.database.lost).catch(() => undefined);
  if (lost) complain(lost.wording);
  await cluster.stop();
  say(notices.ended);
  return lost ? launchExits.notCarriedOut : launchExits.done;
}

function optionsOf(
  { data, feed, ports, brokers, kafka, eventStore, plain }: ClusterSettings,
  { logs, ending }: { readonly logs: string; readonly ending: AbortSignal },
): Parameters<typeof startCluster>[0] {
  return {
    data,
    feed,
    ports,
    say,
    signal: ending,
    plain,
    ...(brokers ? { brokers, environment: () => kafka } : {}),
    ...(eventStore ? { eventStore } : {}),
    onOutput: ({ name, replica }, text) => {
      mkdirSync(logs, { recursive: true });
      appendFileSync(join(logs, `${name}-${replica}.log`), text);
    },
  };
}

const ending = new AbortController();
onEnding(() => ending.abort());
try {
  process.exit(await main(ending.signal));
} catch (error) {
  if (ending.signal.aborted) {
    say(notices.ended);
    process.exit(launchExits.done);
  }
  if (!(error instanceof LaunchFault)) throw error;
  complain(error.wording);
  process.exit(error.exit);
}
