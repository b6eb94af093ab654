import type { Wording } from '@zhibu/contracts';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LaunchFault } from './fault.ts';
import { faults, wrong } from './vocabulary.ts';

/** How `npm start` was asked to start. */
export interface LaunchSettings {
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly port: number;
  /** Without the demonstration city. */
  readonly empty: boolean;
  /** The collector that traces go to, when there is one: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly traces?: string;
}

/** The data folder of whoever names none: `.data` in the repository, ignored by git. */
export const defaultDataFolder = fileURLToPath(new URL('../../../.data', import.meta.url));
const DEFAULT_PORT = '4000';
const HIGHEST_PORT = 65_535;
const TRACES = 'OTEL_EXPORTER_OTLP_ENDPOINT';

type Environment = Readonly<Record<string, string | undefined>>;
/** A setting as it was given, and under which name. */
interface Given {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads `--data FOLDER`, `--port N`, `--empty` (or `ZHIBU_DATA`, `PORT`), and `OTEL_EXPORTER_OTLP_ENDPOINT`.
 * @throws LaunchFault naming every wrong one at once
 */
export function readSettings(args: readonly string[], environment: Environment): LaunchSettings {
  const { tokens, values } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: { data: { type: 'string' }, port: { type: 'string' }, empty: { type: 'boolean' } },
  });
  const data = given('data', values['data'], environment['ZHIBU_DATA']) ?? { name: '--data', text: defaultDataFolder };
  const port = given('port', values['port'], environment['PORT']) ?? { name: 'PORT', text: DEFAULT_PORT };
  const traces = environment[TRACES];
  const found = [
    ...tokens.flatMap((token) => unknown(token, args)),
    ...(isPort(port.text) ? [] : [wrong.value(port.name, port.text, wrong.port)]),
    ...(isPath(data.text) ? [] : [wrong.value(data.name, data.text, wrong.folder)]),
    ...wrongCollector(traces),
  ];
  if (found.length > 0) throw new LaunchFault(faults.settings(found));
  return {
    data: resolve(data.text),
    port: Number(port.text),
    empty: values['empty'] !== undefined,
    ...(traces ? { traces } : {}),
  };
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= HIGHEST_PORT;
/** What looks like the next option is no path: the value was forgotten. */
const isPath = (text: string): boolean => text.trim() !== '' && !text.includes('\0') && !text.startsWith('--');

function wrongCollector(text: string | undefined): readonly Wording[] {
  const isRight = !text || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));
  return isRight ? [] : [wrong.value(TRACES, text, wrong.http)];
}

function given(name: string, option: string | boolean | undefined, variable: string | undefined): Given | undefined {
  if (option !== undefined) return { name: `--${name}`, text: typeof option === 'string' ? option : '' };
  return variable ? { name: name === 'port' ? 'PORT' : 'ZHIBU_DATA', text: variable } : undefined;
}

const known = new Set(['data', 'port', 'empty']);

function unknown(
  token: { readonly kind: string; readonly index: number; readonly name?: string; readonly value?: unknown },
  args: readonly string[],
): readonly Wording[] {
  const named = token.name !== undefined && known.has(token.name);
  const valued = token.name === 'empty' && token.value !== undefined;
  return named && !valued ? [] : [wrong.unknown(args[token.index] ?? '')];
}
