import { expect, it } from '@jest/globals';
import type { EditionContent, RatingEntry } from '@zhibu/contracts';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import Fraction from 'fraction.js';
import { editionFaults } from '../edition/edition.rules.ts';
import { anyEntries, anyGrading, anyStandard } from '../testing/arbitraries.ts';
import { published } from '../testing/examples.ts';
import { computeGrade, type GradeComputation } from './grade.rules.ts';
import type { GradingInputs } from './grading.state.ts';

const compute = (content: EditionContent, inputs: GradingInputs): GradeComputation =>
  computeGrade(published(content), inputs);
const placeOf = ({ grades }: EditionContent, code: string): number => grades.findIndex((grade) => grade.code === code);
const least = (a: Fraction, b: Fraction): Fraction => (a.compare(b) < 0 ? a : b);
const total = (numbers: readonly Fraction[]): Fraction => numbers.reduce((sum, each) => sum.add(each), new Fraction(0));

/** The arithmetic of the data's README once more, in fractions, by another way. */
function scoreInFractions(content: EditionContent, { ratings, poll }: GradingInputs): string {
  const amounts = (entries: readonly RatingEntry[], code: string): Fraction =>
    total(
      entries.filter((entry) => entry.item === code).map((entry) => new Fraction(entry.deduction ?? entry.bonus ?? 0)),
    );
  const itemised = (entries: readonly RatingEntry[]): Fraction => {
    const kept = content.aspects
      .flatMap((aspect) => aspect.items)
      .map(({ code, points }) => {
        const left = new Fraction(points).sub(amounts(entries, code));
        return left.compare(0) < 0 ? new Fraction(0) : left;
      });
    const bonuses = content.bonus.items.map(({ code, points }) => least(new Fraction(points), amounts(entries, code)));
    return least(new Fraction(100), total(kept).add(least(new Fraction(content.bonus.cap), total(bonuses))));
  };
  const polled = total(
    Object.entries(poll?.answers ?? {}).map(([option, ballots]) =>
      new Fraction(content.poll?.scores[option] ?? 0).mul(ballots),
    ),
  ).div(poll?.ballots ?? 1);
  const weighted = content.raters.map(({ code, kind, weight }) =>
    new Fraction(weight).mul(kind === 'poll' ? polled : itemised(ratings.get(code) ?? [])),
  );
  const hundredths = total(weighted).mul(100).add(new Fraction(1, 2)).floor();
  return (Number(hundredths.n) / 100).toFixed(2);
}

it('draws standards at random that could be published', () => {
  fc.assert(fc.property(anyStandard, (content) => expect(editionFaults(content)).toEqual([])));
});

it('agrees with exact fractions on scores and grades of random standards', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const score = scoreInFractions(content, inputs);
      const { grades } = content;
      const computed = compute(content, inputs);
      expect(computed.score).toBe(score);
      expect(computed.scoreGrade).toBe(grades.find(({ min }) => new Fraction(score).compare(min) >= 0)?.code);
    }),
    { numRuns: runs(2_500) },
  );
});

it('never raises a score by more deductions', () => {
  const withMore = anyGrading.chain((grading) => fc.tuple(fc.constant(grading), anyEntries(grading.content)));
  fc.assert(
    fc.property(withMore, ([{ content, inputs }, more]) => {
      const deductions = more.filter((entry) => entry.deduction !== undefined);
      const ratings = new Map(
        [...inputs.ratings].map(([rater, entries]) => [rater, [...entries, ...deductions]] as const),
      );
      const [before, after] = [compute(content, inputs), compute(content, { ...inputs, ratings })];
      expect(Number(after.score)).toBeLessThanOrEqual(Number(before.score));
      expect(placeOf(content, after.computedGrade)).toBeGreaterThanOrEqual(placeOf(content, before.computedGrade));
    }),
  );
});

it('never raises a grade by a gate or a veto', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const computed = compute(content, inputs);
      expect(placeOf(content, computed.computedGrade)).toBeGreaterThanOrEqual(placeOf(content, computed.scoreGrade));
      const ungated = compute({ ...content, gates: content.gates.slice(1) }, inputs);
      expect(placeOf(content, ungated.computedGrade)).toBeLessThanOrEqual(placeOf(content, computed.computedGrade));
    }),
  );
});

it('gives the same whatever the order of ratings, entries and fields', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const turned: GradingInputs = {
        ...inputs,
        ratings: new Map(
          [...inputs.ratings].reverse().map(([rater, entries]) => [rater, [...entries].reverse()] as const),
        ),
        dataMatch: inputs.dataMatch && { ...inputs.dataMatch, fields: [...inputs.dataMatch.fields].reverse() },
      };
      expect(compute(content, turned)).toEqual(compute(content, inputs));
    }),
  );
});

it('explains every point lost: the findings of a rater and his bonuses make his total', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const unrewarded = { ...content, bonus: { cap: 0, items: content.bonus.items } };
      const { findings, totals } = compute(unrewarded, inputs);
      for (const rater of content.raters.filter(({ kind }) => kind === 'itemised')) {
        const lost = total(
          findings.filter((finding) => finding.rater === rater.code).map(({ pointsLost }) => new Fraction(pointsLost)),
        );
        const said = totals.find((each) => each.rater === rater.code)?.total ?? '';
        expect(new Fraction(100).sub(lost).equals(new Fraction(said))).toBe(true);
      }
    }),
  );
});

it('says of every gate that held whether it lowered the grade', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const { decidedBy, gates, computedGrade, scoreGrade } = compute(content, inputs);
      const deciding = decidedBy.kind === 'gate' ? decidedBy.codes : [];
      expect(gates.filter(({ lowered }) => lowered).map(({ code }) => code)).toEqual(deciding);
      expect(decidedBy.kind === 'score').toBe(inputs.vetoes.size === 0 && computedGrade === scoreGrade);
      for (const code of deciding) expect(content.gates.find((gate) => gate.code === code)?.cap).toBe(computedGrade);
    }),
  );
});

it('promises by "next" what then comes true: with the points made up and nothing in the way, the next grade is reached', () => {
  fc.assert(
    fc.property(anyGrading, ({ content, inputs }) => {
      const { next, score, computedGrade } = compute(content, inputs);
      expect(next === null).toBe(placeOf(content, computedGrade) === 0);
      if (!next) return;
      expect(placeOf(content, next.grade)).toBe(placeOf(content, computedGrade) - 1);
      const min = content.grades.find(({ code }) => code === next.grade)?.min ?? 0;
      const made = new Fraction(score).add(next.pointsShort);
      expect(made.compare(min) >= 0).toBe(true);
      expect(next.pointsShort !== '0' || next.blockedBy.length > 0).toBe(true);
    }),
  );
});
