import type { Expectation, Reckoning } from './reckoning.ts';
import type { Scene, SceneOptions } from './scene.ts';

/** What a fault did, and what was seen of it while it lasted. */
export interface Struck {
  /** How often it struck. */
  readonly times: number;
  readonly figures: readonly string[];
  /** What the line has to show and did not. */
  readonly wrong: readonly string[];
  /** What took longer than it should: the table's matter, for no test is a stopwatch. */
  readonly late?: readonly string[];
  readonly expectation?: Expectation;
}

/** One line of the table. */
export interface Fault {
  /** What `--only` calls it. */
  readonly name: string;
  readonly says: string;
  /** How often, or for how many seconds, in the whole table and in the short one. */
  readonly amount: { readonly whole: number; readonly short: number; readonly unit: 'times' | 'seconds' };
  readonly needsKafka?: boolean;
  readonly scene?: Pick<SceneOptions, 'replicas' | 'proxied'>;
  /** Strikes under a load that runs already and goes on. */
  readonly strike: (scene: Scene, asked: { readonly amount: number; readonly isShort: boolean }) => Promise<Struck>;
}

/** A line as it came out. */
export interface Outcome extends Reckoning {
  readonly name: string;
  readonly says: string;
  readonly amount: string;
  readonly figures: readonly string[];
  readonly late: readonly string[];
  readonly retried: number;
  readonly seed: number;
  readonly seconds: number;
  readonly feed: string;
}

const columns = [
  'fault',
  'how often',
  'commands acknowledged',
  'sent again',
  'events',
  'lost',
  'repeated',
  'seen',
  'seed',
  'took',
] as const;

/** The table as Markdown. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ says, amount, commands, retried, events, lost, repeated, seed, seconds, ...seen }) => [
    says,
    amount,
    commands,
    retried,
    events,
    lost,
    repeated,
    seenIn(seen),
    seed,
    `${Math.round(seconds)} s`,
  ]);
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function seenIn({ figures, late, wrong }: Pick<Outcome, 'figures' | 'late' | 'wrong'>): string {
  const faults = wrong.length > 0 ? [`**${wrong.length} wrong**: ${wrong[0] ?? ''}`] : [];
  return [...figures, ...late.map((sentence) => `**too late**: ${sentence}`), ...faults].join('; ');
}
