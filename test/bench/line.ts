import type { Ground } from './ground.ts';

/** One line of the table: a figure beside its peer or limit, both measured in the same run. */
export interface Line {
  readonly line: string;
  readonly figure: string;
  readonly against: string;
  readonly toReach: string;
  readonly reached: boolean;
}

/** A benchmark: what `--only` calls it, and how it is measured. */
export interface Bench {
  readonly name: string;
  readonly measure: (ground: Ground) => Promise<readonly Line[]>;
}

const columns = ['line', 'figure', 'against', 'to reach', ''] as const;

/** The table as Markdown, which reads well in a terminal too. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(({ line, figure, against, toReach, reached }) => [
    line,
    figure,
    against,
    toReach,
    reached ? 'reached' : 'NOT REACHED',
  ]);
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
