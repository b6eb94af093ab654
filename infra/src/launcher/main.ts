import type { Wording } from '@zhibu/contracts';
import { onEnding } from './ending.ts';
import { launchExits, LaunchFault } from './fault.ts';
import { launch } from './launch.ts';
import { readSettings } from './settings.ts';

const say = (wording: Wording): void => {
  process.stdout.write(`${wording.zh}\n${wording.en}\n`);
};
const complain = ({ wording }: LaunchFault): void => {
  process.stderr.write(`${wording.zh}\n${wording.en}\n`);
};
// A terminal that is gone is no reason to leave the database behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const ending = new AbortController();
onEnding(() => ending.abort());

try {
  const launched = await launch(readSettings(process.argv.slice(2), process.env), say, ending.signal);
  if (!launched) process.exit(0);
  // By now it is loaded; an import above would have PostgreSQL wait for it.
  (await import('@zhibu/service-kit')).giveMemoryBackAtRest();
  const endWith = (code: number): void => void launched.stop().then(() => process.exit(code));
  ending.signal.addEventListener('abort', () => endWith(0));
  if (ending.signal.aborted) endWith(0);
  void launched.lost.then((fault) => {
    complain(fault);
    endWith(launchExits.notCarriedOut);
  });
} catch (error) {
  if (!(error instanceof LaunchFault)) throw error;
  complain(error);
  process.exitCode = error.exit;
}
