import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './program.ts';

const OF_PROGRAMS = /(^|\/)(node_modules|dist|generated|testing)\/|\.spec\.ts$|\.conformance\.ts$/;

/** By code, the facts that the sources give a refusal, and the places that they name. */
export function refusalsInSources(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const source of sources())
    for (const { 0: head, 1: code = '', index } of source.matchAll(/'([A-Z][A-Z_]{4,})',\s*\{/g)) {
      const facts = found.get(code) ?? new Set();
      found.set(code, facts);
      for (const part of partsOf(source, index + head.length).filter((each) => /^\w/.test(each)))
        facts.add(nameIn(part));
    }
  return found;
}

/** The places that refusals of the sources name, as they are written there. */
export function fieldsInSources(): readonly string[] {
  const named = sources().flatMap((source) => [...source.matchAll(/\bfield: '([a-zA-Z.]+)'(?!, expected)/g)]);
  return [...new Set(named.map(([, field = '']) => field))].toSorted();
}

function sources(): readonly string[] {
  return [
    'services',
    'libs/kernel/src',
    'libs/register/src',
    'libs/event-store/src',
    'libs/service-kit/src',
    'gateway/src',
  ]
    .flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !OF_PROGRAMS.test(file))
    .map((file) => readFileSync(join(repository, file), 'utf8'));
}

const nameIn = (part: string): string => /^\w+/.exec(part)?.[0] ?? '';

/** What stands between commas in an object whose bracket was opened before a place. */
function partsOf(source: string, from: number): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const char of source.slice(from)) {
    if ('{(['.includes(char)) depth += 1;
    if ('})]'.includes(char)) depth -= 1;
    if (depth < 0) break;
    if (char === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + char);
  }
  return parts.map((part) => part.trim());
}
