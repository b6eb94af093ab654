import type { Wording } from '@zhibu/contracts';
import { onEnding } from './ending.ts';
import { LaunchFault } from './fault.ts';
import { launch } from './launch.ts';
import { readSettings } from './settings.ts';

const say = (wording: Wording): void => {
  process.stdout.write(`${wording.zh}\n${wording.en}\n`);
};
const complain = ({ wording }: LaunchFault): void => {
  process.stderr.write(`${wording.zh}\n${wording.en}\n`);
};
/** As every command says that what it leans on is not there. */
const NOT_CARRIED_OUT = 3;
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
  const endWith = (code: number): void => void launched.stop().then(() => process.exit(code));
  end = () => endWith(0);
  if (interrupted) end();
  void launched.lost.then((fault) => {
    complain(fault);
    endWith(NOT_CARRIED_OUT);
  });
} catch (error) {
  if (!(error instanceof LaunchFault)) throw error;
  complain(error);
  process.exitCode = 1;
}
