import { ensureTopics, kafkaCluster } from '@zhibu/feed';
import { NoBroker, runKafka } from '@zhibu/broker';
import type { Wording } from '@zhibu/contracts';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import { onEnding } from '../launcher/ending.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { declaredTopics } from '../topics/declaration.ts';
import { says } from '../topics/vocabulary.ts';

const LOOK_EVERY_MS = 1_000;
const terminal = processTerminal();
const say = ({ zh, en }: Wording): void => {
  terminal.say(zh);
  terminal.say(en);
};
const complain = ({ zh, en }: Wording): void => {
  terminal.complain(zh);
  terminal.complain(en);
};
const cache = fileURLToPath(new URL('../../../.cache/kafka', import.meta.url));

/** `npm run kafka`: a broker on this machine with the platform's topics, its data kept; Ctrl-C ends it. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9092' },
      data: { type: 'string', default: join(defaultDataFolder, 'kafka') },
    },
    strict: false,
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    complain(says.kafkaUsage);
    return 2;
  }
  const ending = new Promise<void>((end) => {
    onEnding(end);
  });
  say(says.starting);
  const folder = resolve(String(values.data));
  const broker = await runKafka({ folder, cache, port });
  await ensureTopics(kafkaCluster({ brokers: [broker.address], clientId: 'zhibu-kafka' }), declaredTopics('zhibu', 1));
  say(says.ready(broker.address));
  const ended = await Promise.race([ending, gone(broker.pid)]);
  await broker.stop();
  if (ended !== 'gone') return 0;
  complain(says.brokerEnded(join(folder, 'server.log')));
  return 1;
}

/** Answers when the broker has ended by itself; looking for it is also what keeps this process alive. */
function gone(pid: number): Promise<'gone'> {
  return new Promise((resolve) => {
    setInterval(() => {
      if (!lives(pid)) resolve('gone');
    }, LOOK_EVERY_MS);
  });
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

try {
  process.exit(await main());
} catch (error) {
  if (!(error instanceof NoBroker)) throw error;
  complain(says.noBroker(error.message));
  process.exit(1);
}
