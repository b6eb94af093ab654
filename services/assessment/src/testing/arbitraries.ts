import { type EditionContent, editionContent, type RatingEntry } from '@zhibu/contracts';
import fc from 'fast-check';
import type { GradingInputs, Poll } from '../grading/grading.state.ts';
import { aStandard } from './examples.ts';

/** So many whole numbers from 1 that sum to a total. */
const partition = (total: number, parts: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: total - 1 }), { minLength: parts - 1, maxLength: parts - 1 }).map((cuts) => {
    const places = [0, ...[...cuts].sort((a, b) => a - b), total];
    return places.slice(1).map((place, index) => place - (places[index] ?? 0));
  });

const items = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => partition(10_000, count))
  .map((points) =>
    points.map((each, index) => ({
      code: `I${index}`,
      text: '项目',
      points: each / 100,
      scoring: index % 3 === 2 ? ('checklist' as const) : ('deduction' as const),
    })),
  );

const raters = fc
  .integer({ min: 1, max: 4 })
  .chain((count) =>
    fc.tuple(
      partition(1000, count),
      fc.array(fc.constantFrom('itemised' as const, 'poll' as const), { minLength: count, maxLength: count }),
    ),
  )
  .map(([weights, kinds]) =>
    weights.map((weight, index) => ({
      code: `R${index}`,
      label: '主体',
      kind: kinds[index] ?? ('itemised' as const),
      weight: weight / 1000,
    })),
  );

const grades = fc
  .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 0, maxLength: 5 })
  .map((minimums) =>
    [...minimums.sort((a, b) => b - a), 0].map((min, index, all) => ({
      code: `G${index}`,
      label: `等${index}`,
      min: min / 100,
      standing:
        index === 0 ? ('leading' as const) : index === all.length - 1 ? ('lagging' as const) : ('ordinary' as const),
    })),
  );

const bonus = fc.record({
  cap: fc.integer({ min: 0, max: 80 }).map((tenths) => tenths / 10),
  items: fc
    .array(fc.integer({ min: 1, max: 50 }), { maxLength: 3 })
    .map((points) => points.map((each, index) => ({ code: `X${index}`, text: '加分', points: each / 10 }))),
});

const scores = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 5 })
  .map((each) => Object.fromEntries(each.map((tenths, index) => [`O${index}`, tenths / 10])));

/** A standard with other aspects, raters, answers, grades and gates than any that was written by hand; publishable. */
export const anyStandard = fc
  .record({ items, raters, grades, bonus, scores, caps: fc.array(fc.nat(5), { maxLength: 4 }), bound: fc.nat(100) })
  .map((random): EditionContent =>
    editionContent.parse(
      aStandard({
        grades: random.grades,
        raters: random.raters,
        bonus: random.bonus,
        quotas: [],
        aspects: [{ aspect: 'all', label: '全部', items: random.items }],
        poll: { scores: random.scores, satisfied: ['O0'] },
        gates: random.caps
          .slice(0, random.grades.length > 1 ? undefined : 0)
          .map((cap, index) => ({
            code: `Q${index}`,
            cap: random.grades[1 + (cap % (random.grades.length - 1))]?.code ?? 'G1',
            says: '限制',
            ...(index % 2 === 0
              ? { measure: 'satisfaction', below: random.bound / 100 }
              : { measure: 'dataMismatches', above: random.bound % 4 }),
          })),
      }),
    ),
  );

/** What a rater wrote: several entries for one item, some beyond its points. */
export const anyEntries = ({ aspects, bonus: { items: bonuses } }: EditionContent): fc.Arbitrary<RatingEntry[]> => {
  const codes = aspects
    .flatMap((aspect) => aspect.items)
    .map((item) => ({ item: item.code, kind: 'deduction' as const }));
  const all = [...codes, ...bonuses.map((item) => ({ item: item.code, kind: 'bonus' as const }))];
  const entry = fc.tuple(fc.constantFrom(...all), fc.integer({ min: 0, max: 6000 }));
  return fc
    .array(entry, { maxLength: 10 })
    .map((entries) =>
      entries.map(([{ item, kind }, hundredths], index) => ({
        item,
        [kind]: (hundredths / 100).toFixed(2),
        note: `第${index}条`,
      })),
    );
};

const anyPoll = ({ poll }: EditionContent): fc.Arbitrary<Poll> => {
  const options = Object.keys(poll?.scores ?? {});
  return fc.array(fc.nat(40), { minLength: options.length, maxLength: options.length }).map((ballots) => {
    const answers = Object.fromEntries(
      options.map((option, index) => [option, (ballots[index] ?? 0) + (index === 0 ? 1 : 0)]),
    );
    return { ballots: ballots.reduce((sum, each) => sum + each, 1), answers };
  });
};

const anyFields = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 6 })
  .map((pairs) =>
    pairs.map(([reported, system], index) => ({
      field: `F${index}`,
      reported: reported === 3 ? null : String(reported),
      system: system === 3 ? null : `${system}.0`,
    })),
  );

/** A standard with a whole set of inputs under it. */
export const anyGrading = anyStandard.chain((content) =>
  fc.record({
    content: fc.constant(content),
    inputs: fc.record({
      ratings: fc
        .tuple(...content.raters.map((rater) => anyEntries(content).map((entries) => [rater.code, entries] as const)))
        .map((ratings): GradingInputs['ratings'] => new Map(ratings)),
      poll: anyPoll(content),
      dataMatch: anyFields.map((fields) => ({ source: '智慧党建', fields })),
      vetoes: fc
        .oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['Z1']) })
        .map(
          (vetoes): GradingInputs['vetoes'] =>
            new Map(vetoes.map((veto) => [veto, { effectiveOn: '2023-01-31', eventId: 'event-1' }])),
        ),
    }),
  }),
);
