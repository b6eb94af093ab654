import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import { commandsIn, functionIn, type ShellCommand } from './shell-commands.ts';

/** A command of a page, as it is typed. */
export interface Typed extends ShellCommand {
  readonly page: string;
  readonly line: string;
}

/** A page of `k8s/runbooks`. */
export interface Page {
  readonly name: string;
  readonly text: string;
  /** What stands between fences, a block each, line by line. */
  readonly blocks: readonly (readonly string[])[];
  /** Functions that it defines. */
  readonly functions: readonly string[];
  readonly commands: readonly Typed[];
}

const folder = join(repository, 'k8s', 'runbooks');

/** What stands between fences; where they name no language, commands and nothing else. */
const BLOCK = /^```(\w*)\n([^]*?)^```$/gm;
/** A command in a sentence; behind it may stand, in brackets, that and why nobody has tried it. */
const IN_A_SENTENCE = /`((?:kubectl|zhibu|npm run) [^`]+)`(?: \((not tried: [^)]+)\))?/g;

/** Every page, the one that leads to the others among them. */
export const pages: readonly Page[] = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map(pageOf);

export const pageNamed = (name: string): Page => {
  const page = pages.find((one) => one.name === name);
  if (!page) throw new Error(`there is no page ${name}`);
  return page;
};

function pageOf(name: string): Page {
  const text = readFileSync(join(folder, name), 'utf8');
  const blocks = [...text.matchAll(BLOCK)]
    .filter(([, language]) => language === '')
    .map(([, , block = '']) => block.split('\n').filter((line) => line !== ''));
  const sentences = text.replaceAll(BLOCK, '');
  const inSentences = [...sentences.matchAll(IN_A_SENTENCE)].map(([, line = '', note]) =>
    note === undefined ? line : `${line}      # ${note}`,
  );
  // What is meant and not typed (`npm run …`) is no command.
  const lines = [...blocks.flat(), ...inSentences].filter((line) => !line.includes('…'));
  return {
    name,
    text,
    blocks,
    functions: blocks.flat().flatMap((line) => functionIn(line) ?? []),
    commands: lines.flatMap((line) => commandsIn(line).map((command) => ({ ...command, page: name, line }))),
  };
}

/** Whether its page says that nobody has tried it, and why. */
export const isUntried = ({ note }: ShellCommand): boolean => /^not tried: \S/.test(note);

/** Words in capitals are the reader's to fill in, `$…` is a shell's. */
export const isOpen = (word: string): boolean => /^[A-Z]{2,}$/.test(word) || word.includes('$');

/** A command as the register knows it: programs that are handed over whole stand as three dots. */
export const keyOf = ({ words }: ShellCommand): string =>
  words.map((word) => (/[;({]/.test(word) ? '…' : word)).join(' ');
