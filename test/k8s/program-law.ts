import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, type Said } from '../support/docker/shell.ts';
import { repository } from '../support/program.ts';

const demo = join(repository, 'infra', 'demo');
/** What stands for the words that are the reader's. */
const words: Readonly<Record<string, string>> = {
  CODE: '990200',
  FILE: join(demo, 'editions', 'classification-2022.json'),
  FOLDER: join(demo, 'edges-24'),
  YYYY: '2022',
};
/** Settings that every program refuses, once it has taken its arguments. */
const nowhere = {
  DATABASE_URL: 'nowhere',
  GATEWAY_URL: 'nowhere',
  STORE: 'postgres',
  TRUSTED_KEYS: '',
  SIGNING_KEY: '',
};
/** Arguments are in order: what is refused is where the program was sent, or a file that is not there. */
const NOWHERE =
  /DATABASE_URL is not the URL|not a URL|There is no data folder|There is no file|cannot be read or written|ENOENT/i;
/** With a usage, or with what is wrong, begins what is said of arguments. */
const ARGUMENTS = /^(用法|参数有误|npm run)/;

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The program behind `zhibu NAME …` or `npm run NAME -- …`, and what it is given. */
export interface Program {
  readonly name: string;
  readonly args: readonly string[];
}

/** @throws Error where npm has no such script */
export function programOf([first, second = '', third = '', ...rest]: readonly string[]): Program {
  if (first === 'zhibu') return { name: second, args: third === '' ? [] : [third, ...rest] };
  const script = scripts[third];
  if (script === undefined) throw new Error(`npm run ${third}: there is no such script`);
  const [, launched] = /run\.mjs (\S+)/.exec(script) ?? [];
  return { name: launched ?? third, args: rest.filter((word) => word !== '--') };
}

/** What is wrong with how a program is called, a sentence each: it is not there, its usage does not name a word, it refuses its arguments. */
export async function programFaults(typed: readonly string[]): Promise<readonly string[]> {
  const { name, args } = programOf(typed);
  const help = await usageOf(name);
  if (help.code !== 0) return [`there is no program ${name}`];
  // What an action or an option is called; options that every command on databases or a server has stand in a usage, too.
  const own = args.filter((word, index) => word.startsWith('--') || (index === 0 && /^[a-z][a-z-]+$/.test(word)));
  const unknown = own.filter((word) => !new RegExp(`(^|[\\s[|(（])${word}(?![\\w-])`, 'm').test(help.output));
  if (unknown.length > 0) return unknown.map((word) => `the usage of ${name} does not name ${word}`);
  const { output } = await called(name, args);
  return NOWHERE.test(output) && !ARGUMENTS.test(output) ? [] : [`${name} ${args.join(' ')}: ${output.trim()}`];
}

const usages = new Map<string, Promise<Said>>();
function usageOf(name: string): Promise<Said> {
  const asked = usages.get(name) ?? called(name, ['--help']);
  usages.set(name, asked);
  return asked;
}

/** Runs it as a pod does, in an empty folder, with settings that lead nowhere. */
async function called(name: string, args: readonly string[]): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-called-'));
  mkdirSync(join(folder, 'work'));
  const filled = args.map((word) =>
    word
      .replace(/^\/work/, join(folder, 'work'))
      .replace('~', folder)
      .replace(/^https:.*/, 'nowhere')
      .replace(/^[A-Z]{2,}$/, (one) => words[one] ?? 'organization-1'),
  );
  const given = filled.includes('--data') ? { ...nowhere, DATABASE_URL: '', GATEWAY_URL: '' } : nowhere;
  const { PATH = '' } = process.env;
  const entry = join(repository, 'infra', 'docker', 'entry.mjs');
  try {
    return await attempt(process.execPath, [entry, name, ...filled], { cwd: folder, environment: { PATH, ...given } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
