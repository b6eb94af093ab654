import type { EditionContent, NextGrade } from '@zhibu/contracts';
import { exact, greater, subtract, toText, zero } from '@zhibu/kernel';
import { boundOf, type HoldingGate, measuredText } from './gate.rules.ts';

/** How a branch stands: its place among the grades, its rounded score, and what holds it down. */
export interface Standing {
  readonly place: number;
  readonly score: string;
  readonly vetoes: readonly string[];
  readonly holding: readonly HoldingGate[];
}

/** What the next better grade would have needed: points, and vetoes and gates out of the way; null for the best. */
export function nextGrade(content: EditionContent, { place, score, vetoes, holding }: Standing): NextGrade | null {
  const better = content.grades[place - 1];
  if (!better) return null;
  const vetoed = content.vetoes
    .filter((veto) => vetoes.includes(veto.code))
    .map(({ code, says }) => ({ kind: 'veto' as const, code, says }));
  const gated = holding
    .filter(({ cap }) => cap > place - 1)
    .map((gate) => ({
      kind: 'gate' as const,
      code: gate.gate.code,
      says: gate.gate.says,
      measured: measuredText(gate),
      bound: boundOf(gate.gate),
    }));
  return {
    grade: better.code,
    label: better.label,
    pointsShort: toText(greater(zero, subtract(exact(better.min), exact(score)))),
    blockedBy: [...vetoed, ...gated],
  };
}
