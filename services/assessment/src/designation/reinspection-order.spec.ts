import { expect, it } from '@jest/globals';
import type { DesignationEvent } from '@zhibu/contracts';
import { fold, Refusal } from '@zhibu/kernel';
import fc from 'fast-check';
import type { Reinspection } from '../conclusions.rules.ts';
import { aProgramme, inForce, named } from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';

const bySystem = { today: '2025-01-01', actor: { personId: 'system', role: 'system' }, programme: aProgramme() };

const drawn = fc.array(
  fc.record({
    outcome: fc.constantFrom('passed' as const, 'conditional' as const, 'failed' as const),
    day: fc.integer({ min: 1, max: 9 }),
    /** By which it is told whose conclusion comes first. */
    comes: fc.nat(),
    /** Whether the conclusions after it have arrived by then, and wait to be answered. */
    waits: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Where it stands after the visits in their order, as domain.md, section 4, says. */
function standsAfter(looks: readonly Reinspection[]): string {
  let status = 'designated';
  for (const { outcome } of looks.toSorted((a, b) =>
    a.inspectedOn + a.inspectionId < b.inspectedOn + b.inspectionId ? -1 : 1,
  )) {
    if (status === 'failed' || outcome === 'failed') return 'failed';
    if (outcome === 'passed') status = 'designated';
    else status = status === 'conditional' ? 'failed' : 'conditional';
  }
  return status;
}

const said = (outcome: Reinspection['outcome'], day: number, index: number): Reinspection => ({
  ...named,
  outcome,
  inspectedOn: `2024-05-0${day}`,
  inspectionId: `I${index}`,
  ...(outcome !== 'passed' && { problems: ['记录不全'] }),
});

/** What is recorded of one more conclusion; nothing where there is nothing to record. */
function answer(history: readonly DesignationEvent[], look: Reinspection, looks: readonly Reinspection[]) {
  const state = fold(designationDecider, history);
  try {
    return designationDecider.decide({ name: 'RecordReinspection', data: look }, state, { ...bySystem, looks });
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

it('leaves a designation standing as its visits went, in whatever order and how often their conclusions come', () => {
  fc.assert(
    fc.property(drawn, (all) => {
      const looks = all.map(({ outcome, day }, index) => said(outcome, day, index));
      const arriving = all
        .map(({ comes, waits }, index) => ({ comes, waits, look: looks[index] }))
        .toSorted((a, b) => a.comes - b.comes);
      let history: readonly DesignationEvent[] = inForce;
      let known: readonly Reinspection[] = [];
      for (const [index, { look, waits }] of arriving.entries()) {
        if (known.length < arriving.length)
          known = arriving.slice(0, waits ? undefined : index + 1).flatMap((one) => one.look ?? []);
        if (look) history = [...history, ...answer(history, look, known)];
      }
      expect(fold(designationDecider, history).status).toBe(standsAfter(looks));
      for (const look of looks) expect(answer(history, look, looks)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
