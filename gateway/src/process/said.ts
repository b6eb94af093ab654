import type { EventContract } from '@zhibu/contracts';
import type { StepRow } from './standing.lookup.ts';

/** What the steps of a type say, in their order. */
export const saidBy = <Data extends object>(
  { type, schema }: Pick<EventContract<string, Data>, 'type' | 'schema'>,
  steps: readonly StepRow[],
): readonly Data[] => steps.flatMap((step) => (step.type === type ? [schema.parse(step.said)] : []));
