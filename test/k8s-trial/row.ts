import type { TrialScene } from './scene.ts';

/** What a trial saw. */
export interface Seen {
  readonly figures: readonly string[];
  /** What has to be so and was not. */
  readonly wrong?: readonly string[];
}

/** One trial of an installation. */
export interface Trial {
  /** What `--only` calls it. */
  readonly name: string;
  readonly says: string;
  /** Whether queries may fail meanwhile: where what is struck is what answers them, or what they are answered from. */
  readonly breaksQueries?: boolean;
  /** Strikes under a load that runs already and goes on. */
  readonly strike: (scene: TrialScene) => Promise<Seen>;
}

/** A row of the table. */
export interface Row {
  readonly name: string;
  readonly says: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly figures: readonly string[];
  readonly wrong: readonly string[];
  readonly traffic?: string;
  readonly seconds?: number;
}

const columns = ['trial', 'outcome', 'seen', 'queries and commands meanwhile', 'took'];

/** The table as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ says, outcome, figures, wrong, traffic = '', seconds }) => [
    says,
    outcome === 'passed' ? 'passed' : `**${outcome}**`,
    [...figures, ...wrong.slice(0, 3).map((sentence) => `**${sentence}**`)].join('; '),
    traffic,
    seconds === undefined ? '' : `${Math.round(seconds)} s`,
  ]);
  return [columns, columns.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
