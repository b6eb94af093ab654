import { type DataMatchField, type EditionContent, type Measured, measureInputs, type Wording } from '@zhibu/contracts';
import { compare, divide, exact, type Exact, sum } from '@zhibu/kernel';
import type { GradingInputs } from './grading.state.ts';

/** What a gate may ask for: a number drawn from the inputs of a grading, exact and unrounded. */
export interface Measure {
  /** Which input it is drawn from. */
  readonly needs: Measured;
  readonly formula: Wording;
  /** Null while that input is not recorded. */
  readonly of: (inputs: GradingInputs, content: EditionContent) => Exact | null;
}

/** The registry: an edition's gates name a measure from here, and no other. */
export const measures: Readonly<Record<string, Measure>> = {
  satisfaction: {
    needs: measureInputs.satisfaction,
    formula: { zh: '满意票数 ÷ 总票数，不取整', en: 'satisfied answers ÷ ballots, unrounded' },
    of: satisfaction,
  },
  dataMismatches: {
    needs: measureInputs.dataMismatches,
    formula: {
      zh: '五个基本中两个数值不同的字段数；空白与数字不同',
      en: 'fields of the five basics whose two values differ as decimals; a blank differs from a number',
    },
    of: ({ dataMatch }) => dataMatch && exact(BigInt(dataMatch.fields.filter(differs).length)),
  },
};

/** The measure of that name; undefined when the registry has none. */
export const measureOf = (name: string): Measure | undefined =>
  Object.hasOwn(measures, name) ? measures[name] : undefined;

/** Whether the two values of a field differ: as decimals, 5 and 5.0 are the same; a blank is no number. */
export function differs({ reported, system }: DataMatchField): boolean {
  if (reported === null || system === null) return reported !== system;
  return compare(exact(reported), exact(system)) !== 0;
}

function satisfaction({ poll }: GradingInputs, content: EditionContent): Exact | null {
  if (!poll) return null;
  const satisfied = new Set(content.poll?.satisfied);
  const answers = Object.entries(poll.answers).filter(([option]) => satisfied.has(option));
  return divide(sum(answers.map(([, ballots]) => exact(ballots))), exact(poll.ballots));
}
