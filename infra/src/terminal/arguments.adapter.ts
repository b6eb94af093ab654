import type { Language, Wording } from '@zhibu/contracts';
import { isDay } from '@zhibu/kernel';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { exits, OperatorFault } from '../operator/fault.ts';
import { inBoth } from './terminal.adapter.ts';

/** Arguments that do not make sense; the message says which, in both languages. */
export class WrongArguments extends Error {
  override readonly name = 'WrongArguments';
  readonly wording: Wording;

  constructor(message: string, wording: Wording = { zh: message, en: message }) {
    super(message);
    this.wording = wording;
  }
}

/** What was given on the command line, by name. */
export class Arguments {
  readonly positionals: readonly string[];
  private readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  /** @param names options with a value, flags without, and options that may be given again. @throws WrongArguments for any other */
  constructor(
    argv: readonly string[],
    names: { readonly texts: readonly string[]; readonly flags: readonly string[]; readonly lists?: readonly string[] },
  ) {
    const options: ParseArgsOptionsConfig = Object.fromEntries([
      ...names.texts.map((name) => [name, { type: 'string' as const }]),
      ...names.flags.map((name) => [name, { type: 'boolean' as const }]),
      ...(names.lists ?? []).map((name) => [name, { type: 'string' as const, multiple: true }]),
    ]);
    try {
      const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
      this.values = values;
      this.positionals = positionals;
    } catch (error) {
      throw wrong({ zh: '参数有误', en: 'wrong arguments' }, error instanceof Error ? error.message : '');
    }
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** `zh` unless `--lang en`. */
  language(): Language {
    const given = this.text('lang') ?? 'zh';
    if (given === 'zh' || given === 'en') return given;
    throw wrong({ zh: '语言为 zh 或 en', en: 'a language is zh or en' }, `--lang ${given}`);
  }

  /** RFC 3339 with offset. */
  instant(name: string): string | undefined {
    const value = this.text(name);
    const fits =
      value === undefined ||
      (/^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)));
    if (!fits)
      throw wrong(
        { zh: '时刻应带时区，如 2023-01-15T08:00:00+08:00', en: 'an instant has an offset: 2023-01-15T08:00:00+08:00' },
        `--${name} ${value}`,
      );
    return value;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Every value of an option that may be given again, in their order. */
  list(name: string): readonly string[] {
    const values = this.values[name];
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string' && value !== '').map(String) : [];
  }

  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw wrong({ zh: '缺少参数', en: 'missing' }, `--${name}`);
    return value;
  }

  /** A year, `YYYY`. */
  period(name: string): string {
    const value = this.needed(name);
    if (!/^(19|2\d)\d{2}$/.test(value))
      throw wrong({ zh: '年度应为四位数字', en: 'a period is a year' }, `--${name} ${value}`);
    return value;
  }

  day(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !isDay(value))
      throw wrong({ zh: '日期应为存在的 YYYY-MM-DD', en: 'not a day that exists' }, `--${name} ${value}`);
    return value;
  }
}

/** An error about an argument. */
export function wrong({ zh, en }: Wording, what: string): WrongArguments {
  const named = what === '' ? { zh, en } : { zh: `${zh}：${what}`, en: `${en}: ${what}` };
  return new WrongArguments(inBoth(named), named);
}

/**
 * Runs a program with a signal that Ctrl-C raises, and leaves its exit code; `--help` and wrong arguments show `usage`.
 * @param wrongUse the exit code of wrong arguments
 */
export async function runProgram(
  usage: string,
  program: (signal: AbortSignal) => Promise<number>,
  wrongUse = 1,
): Promise<void> {
  const interrupted = raisedByInterrupt();
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    process.exitCode = await program(interrupted);
  } catch (error) {
    const message = messageOf(error);
    if (message === undefined) throw error;
    process.stderr.write(`${message}\n${error instanceof WrongArguments ? `${usage}\n` : ''}`);
    process.exitCode = error instanceof OperatorFault && error.exit !== exits.wrongUse ? error.exit : wrongUse;
  }
}

/** What is told of an error that somebody foresaw. */
function messageOf(error: unknown): string | undefined {
  if (error instanceof OperatorFault) return inBoth(error.wording);
  if (error instanceof WrongArguments) return error.message;
  return error instanceof Error && 'syscall' in error ? inBoth(notUsable(error.message)) : undefined;
}

const notUsable = (said: string): Wording => ({
  zh: `文件或地址无法使用，请检查后重复同一命令（系统信息：${said}）`,
  en: `a file or an address cannot be used; see to it and repeat the same command (the system says: ${said})`,
});

/** One Ctrl-C reaches a program twice, from the terminal and from the launcher: only one well after it is a second wish. */
const SECOND_WISH_AFTER_MS = 1500;
const EXIT_INTERRUPTED = 130;

function raisedByInterrupt(): AbortSignal {
  const interrupted = new AbortController();
  let firstAt: number | undefined;
  const onSignal = (): void => {
    firstAt ??= Date.now();
    interrupted.abort();
    if (Date.now() - firstAt > SECOND_WISH_AFTER_MS) process.exit(EXIT_INTERRUPTED);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  return interrupted.signal;
}
