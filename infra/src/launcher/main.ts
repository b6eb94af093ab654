import type { Wording } from '@zhibu/contracts';
import { onEnding } from './ending.ts';
import { LaunchFault } from './fault.ts';
import { launch } from './launch.ts';
import { readSettings } from './settings.ts';

const say = (wording: Wording): void => {
  process.stdout.write(`${wording.zh}\n${wording.en}\n`);
};
// A terminal that is gone is no reason to leave the database behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
let interrupted = false;
let end = (): void => {
  interrupted = true;
};
onEnding(() => end());

try {
  const launched = await launch(readSettings(process.argv.slice(2), process.env), say);
  // By now it is loaded; an import above would have PostgreSQL wait for it.
  (await import('@zhibu/service-kit')).giveMemoryBackAtRest();
  end = () => void launched.stop().then(() => process.exit(0));
  if (interrupted) end();
} catch (error) {
  if (!(error instanceof LaunchFault)) throw error;
  process.stderr.write(`${error.wording.zh}\n${error.wording.en}\n`);
  process.exitCode = 1;
}
