import { basename } from 'node:path';
import type { Metafile } from 'esbuild';

const KB = 1_024;
/** Over the wire, compressed, without data: the frame alone, with any one screen, and the whole. */
const budgets = { frame: 60 * KB, screen: 80 * KB, whole: 200 * KB } as const;

/**
 * What of a bundle is larger than it may be, each in a sentence.
 * @param sizes of its files compressed, by name
 */
export function overBudget({ outputs }: Metafile, sizes: ReadonlyMap<string, number>): readonly string[] {
  const sized = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + (sizes.get(basename(file)) ?? 0), 0);
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  const loads = entries.map(([file, { entryPoint = '' }]) => ({ entryPoint, files: needed(outputs, file) }));
  const main = loads.find(({ entryPoint }) => entryPoint.endsWith('main.tsx'))?.files ?? new Set();
  return [
    ...told('the frame', sized(main), budgets.frame),
    ...loads.flatMap(({ entryPoint, files }) => told(entryPoint, sized(new Set([...main, ...files])), budgets.screen)),
    ...told('the whole', sized(sizes.keys()), budgets.whole),
  ];
}

function told(what: string, size: number, budget: number): readonly string[] {
  return size <= budget ? [] : [`${what} takes ${Math.ceil(size / KB)} KB, and may take ${budget / KB} KB`];
}

/** A file with all that it imports at once, and its style. */
function needed(outputs: Metafile['outputs'], file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const { imports = [], cssBundle } = outputs[file] ?? {};
  if (cssBundle !== undefined) known.add(cssBundle);
  for (const each of imports) if (each.kind === 'import-statement') needed(outputs, each.path, known);
  return known;
}
