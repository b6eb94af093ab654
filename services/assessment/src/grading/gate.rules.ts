import type { EditionContent, EditionGate } from '@zhibu/contracts';
import { compare, exact, type Exact, toFixed } from '@zhibu/kernel';
import type { GradingInputs } from './grading.state.ts';
import { measureOf } from './measure.rules.ts';

/** A gate with what was measured for it; null while the input it needs is not recorded. */
export interface GateReading {
  readonly gate: EditionGate;
  readonly measured: Exact | null;
}

/** A gate that holds: the grade may be no better than the one in this place. */
export interface HoldingGate {
  readonly gate: EditionGate;
  readonly measured: Exact;
  readonly cap: number;
}

/** The reading of every gate, in the edition's order. */
export function gateReadings(content: EditionContent, inputs: GradingInputs): readonly GateReading[] {
  return content.gates.map((gate) => ({ gate, measured: measureOf(gate.measure)?.of(inputs, content) ?? null }));
}

/** The gates that hold; bounds are strict: `below` 0.9 does not hold at exactly 0.9. */
export function holdingGates({ grades }: EditionContent, readings: readonly GateReading[]): readonly HoldingGate[] {
  return readings.flatMap(({ gate, measured }) => {
    if (!measured || !holds(gate, measured)) return [];
    return [{ gate, measured, cap: grades.findIndex((grade) => grade.code === gate.cap) }];
  });
}

/** The place of the grade under the caps: never better than the one reached. Places count from the best grade, 0. */
export function capped(reached: number, holding: readonly HoldingGate[]): number {
  return Math.max(reached, ...holding.map(({ cap }) => cap));
}

/** The bound as people read it. */
export function boundOf({ below, above }: EditionGate): string {
  return below === undefined ? `> ${above ?? ''}` : `< ${below}`;
}

/** The measured value in as few decimals as keep it apart from the bound it passed: 0.89999 is not shown as 0.9. */
export function measuredText({ gate, measured }: HoldingGate): string {
  const bound = exact(gate.below ?? gate.above ?? 0);
  for (let places = measured.denominator === 1n ? 0 : 4; ; places += 1) {
    const text = toFixed(measured, places);
    if (compare(exact(text), bound) !== 0 || places === 10) return text;
  }
}

function holds({ below, above }: EditionGate, measured: Exact): boolean {
  return (
    (below !== undefined && compare(measured, exact(below)) < 0) ||
    (above !== undefined && compare(measured, exact(above)) > 0)
  );
}
