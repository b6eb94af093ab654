import type { Wording } from '@zhibu/contracts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { processTerminal, type Terminal } from '../terminal/terminal.adapter.ts';
import { endOf, type Exit, exits, OperatorFault } from './fault.ts';
import { type Place, placeOf, placeOptions } from './place.ts';
import { type Environment, withSecretFiles } from './secrets.adapter.ts';
import { exitUsage, faults, placeUsage } from './vocabulary.ts';

/** What every operator's command is run with. */
export interface Told {
  readonly environment: Environment;
  readonly terminal: Terminal;
  /** A sentence in both languages, Chinese first. */
  readonly say: (wording: Wording) => void;
  /** The same of what is wrong. */
  readonly complain: (wording: Wording) => void;
}

/** A command on the platform's databases, told where to work. */
export interface ToldPlace extends Told {
  readonly given: Arguments;
  readonly place: Place;
}

/** How a command is called. */
export interface Call {
  /** As the operator types it, without the words on where to work. */
  readonly usage: Wording;
  readonly texts?: readonly string[];
  readonly flags?: readonly string[];
  /** How many arguments stand without a name: exactly so many, or at least and at most. */
  readonly positionals: number | readonly [least: number, most: number];
  /** The settings that name the command's database, where they are not those of the processes. */
  readonly urlNames?: readonly string[];
}

/** Runs an operator's command and sets its exit code; whatever ends it is told in one sentence. */
export async function runOperator(usage: Wording, work: (told: Told) => Promise<Exit>): Promise<void> {
  const terminal = processTerminal();
  const say = ({ zh, en }: Wording): void => {
    terminal.say(zh);
    terminal.say(en);
  };
  const complain = ({ zh, en }: Wording): void => {
    terminal.complain(zh);
    terminal.complain(en);
  };
  if (process.argv.includes('--help')) return say(usage);
  try {
    process.exitCode = await work({ environment: withSecretFiles(process.env), terminal, say, complain });
  } catch (error) {
    const { wording, exit } = endOf(error);
    complain(wording);
    process.exitCode = exit;
  }
}

/** The same for a command on databases: `--data FOLDER` or the databases' URLs, through one door. */
export async function runOnDatabases(call: Call, work: (told: ToldPlace) => Promise<Exit>): Promise<void> {
  const usage = whole(call.usage);
  await runOperator(usage, async (told) => {
    const names = { texts: [...placeOptions, ...(call.texts ?? [])], flags: call.flags ?? [] };
    const given = new Arguments(process.argv.slice(2), names);
    const { positionals } = call;
    const [least, most] = typeof positionals === 'number' ? [positionals, positionals] : positionals;
    const count = given.positionals.length;
    if (count < least || count > most) throw new OperatorFault(faults.usage(usage), exits.wrongUse);
    const place = placeOf(
      { data: given.text('data'), database: given.text('database') },
      told.environment,
      call.urlNames,
    );
    return work({ ...told, given, place });
  });
}

/** A usage with what holds of every command on databases. */
const whole = ({ zh, en }: Wording): Wording => ({
  zh: `${zh}\n${placeUsage.zh}\n${exitUsage.zh}`,
  en: `${en}\n${placeUsage.en}\n${exitUsage.en}`,
});
