/** A simple command as a shell would run it: its words without their quotes; what is put in for `$…` stays as it is written. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Settings that stand before it, by name. */
  readonly settings: readonly string[];
  /** What stands behind a `#`. */
  readonly note: string;
}

interface Token {
  readonly text: string;
  /** Ends a command; what is quoted never does. */
  readonly ends: boolean;
}

/** Words that belong to the grammar of a shell, and are no programs. */
const GRAMMAR = new Set(['do', 'done', 'while', '{', '}']);
const SETTING = /^[A-Za-z_]+=/;
const FUNCTION = /^(\w+)\(\)$/;

/** The simple commands of a line, those in functions, loops and pipes among them; what stands in `$(…)` is not looked into. */
export function commandsIn(line: string): readonly ShellCommand[] {
  const [text, note] = noted(line);
  const commands: string[][] = [[]];
  for (const { text: word, ends } of tokensOf(text)) {
    if (ends) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.flatMap((words) => commandOf(words, note));
}

/** The name of the function that a line defines. */
export const functionIn = (line: string): string | undefined => /^(\w+)\(\) \{/.exec(line)?.[1];

function commandOf(given: readonly string[], note: string): readonly ShellCommand[] {
  // The words of a loop over names are no command.
  if (given[0] === 'for') return [];
  const words = given.filter((word) => !GRAMMAR.has(word) && !FUNCTION.test(word));
  const first = words.findIndex((word) => !SETTING.test(word));
  if (first < 0) return [];
  const settings = words.slice(0, first).map((word) => word.split('=')[0] ?? '');
  return [{ words: words.slice(first), settings, note }];
}

/** A line without its comment, and the comment. */
function noted(line: string): readonly [text: string, note: string] {
  const at = /\s+# /.exec(line);
  return at ? [line.slice(0, at.index), line.slice(at.index + at[0].length)] : [line, ''];
}

/** A definition's head, what ends a command, a redirection, or a word with its quoted parts. */
const TOKEN = /\w+\(\)|&&|\|\||[|;()]|[<>]|(?:"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|[^\s"'|;<>&()])+/g;

/** Words and what ends commands; redirections are left out, with what they name. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let isRedirected = false;
  for (const [whole] of text.matchAll(TOKEN)) {
    const ends = /^(&&|\|\||[|;()])$/.test(whole);
    if (/^[<>]$/.test(whole)) isRedirected = true;
    else if (isRedirected) isRedirected = false;
    else tokens.push({ text: ends ? whole : unquoted(whole), ends });
  }
  return tokens;
}

const unquoted = (word: string): string =>
  word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? '');
