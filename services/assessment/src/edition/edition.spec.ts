import { expect, it } from '@jest/globals';
import { type EditionContent, editionContent, type EditionEvent, editionId } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, basis, demoEdition } from '../testing/examples.ts';
import { editionDecider } from './edition.decider.ts';
import { editionFaults } from './edition.rules.ts';

const edition = specification(editionDecider);
const content = aStandard();
const id = 'stars:小〔2022〕1号';
const facts = { gradedUnder: [], beside: [], actor: { personId: 'p-9', role: 'committee-decider' } };
const drafted: EditionEvent = { type: 'EditionDrafted', data: { editionId: id, content } };
const published: EditionEvent = {
  type: 'EditionPublished',
  data: { editionId: id, editionHash: contentHash(content), content },
};
const retired: EditionEvent = {
  type: 'EditionRetired',
  data: { editionId: id, effectiveOn: '2024-01-01', reason: '新标准' },
};
const retitled = aStandard({ title: '另题' });

it('drafts an edition under the id of its scheme and document number', () => {
  edition.given().when({ name: 'DraftEdition', data: { content } }).then(drafted);
});

it('takes in a draft that could not be published yet', () => {
  const unfinished = aStandard({ raters: aStandard().raters.slice(0, 1) });
  edition
    .given()
    .when({ name: 'DraftEdition', data: { content: unfinished } })
    .then({ type: 'EditionDrafted', data: { editionId: id, content: unfinished } });
});

it('records nothing when the same content is drafted again, published or not', () => {
  edition.given(drafted).when({ name: 'DraftEdition', data: { content } }).thenNothing();
  edition.given(drafted, published).when({ name: 'DraftEdition', data: { content } }).thenNothing();
  edition.given(drafted, published, retired).when({ name: 'DraftEdition', data: { content } }).thenNothing();
});

it('refuses other content under the same document number', () => {
  edition
    .given(drafted)
    .when({ name: 'DraftEdition', data: { content: retitled } })
    .thenRefused('EDITION_EXISTS');
  edition
    .given(drafted, published)
    .when({ name: 'DraftEdition', data: { content: retitled } })
    .thenRefused('EDITION_EXISTS');
});

it('revises a draft, and records nothing when the content is the same', () => {
  const revised: EditionEvent = { type: 'EditionRevised', data: { editionId: id, content: retitled } };
  edition
    .given(drafted)
    .when({ name: 'ReviseEdition', data: { editionId: id, content: retitled } })
    .then(revised);
  edition
    .given(drafted, revised)
    .when({ name: 'ReviseEdition', data: { editionId: id, content: retitled } })
    .thenNothing();
});

it('publishes with the hash of the content as last revised, and the basis', () => {
  const revised: EditionEvent = { type: 'EditionRevised', data: { editionId: id, content: retitled } };
  edition
    .given(drafted, revised)
    .when({ name: 'PublishEdition', data: { editionId: id, basis } }, facts)
    .then({
      type: 'EditionPublished',
      data: { editionId: id, editionHash: contentHash(retitled), content: retitled, basis },
    });
});

it('retires an edition once, from a day on', () => {
  const retire = {
    name: 'RetireEdition',
    data: { editionId: id, effectiveOn: '2024-01-01', reason: '新标准' },
  } as const;
  edition.given(drafted, published).when(retire).then(retired);
  edition.given(drafted, published, retired).when(retire).thenNothing();
});

it('retires an edition on the very day it takes effect, as if it had never been', () => {
  edition
    .given(drafted, published)
    .when({ name: 'RetireEdition', data: { editionId: id, effectiveOn: '2022-01-01', reason: '误发' } })
    .then({ type: 'EditionRetired', data: { editionId: id, effectiveOn: '2022-01-01', reason: '误发' } });
});

const publish = { name: 'PublishEdition', data: { editionId: id } } as const;
const revise = (to: EditionContent) => ({ name: 'ReviseEdition', data: { editionId: id, content: to } }) as const;
const retire = (effectiveOn: string) =>
  ({ name: 'RetireEdition', data: { editionId: id, effectiveOn, reason: '新标准' } }) as const;

it.each([
  ['revising what was never drafted', [], revise(content), 'EDITION_UNKNOWN'],
  [
    'revising towards another document',
    [drafted],
    revise(aStandard({ documentNo: '小〔2022〕2号' })),
    'EDITION_ID_MISMATCH',
  ],
  ['revising what is published', [drafted, published], revise(retitled), 'EDITION_ALREADY_PUBLISHED'],
  ['publishing what was never drafted', [], publish, 'EDITION_UNKNOWN'],
  ['publishing twice', [drafted, published], publish, 'EDITION_ALREADY_PUBLISHED'],
  ['retiring what was never drafted', [], retire('2024-01-01'), 'EDITION_UNKNOWN'],
  ['retiring a draft', [drafted], retire('2024-01-01'), 'EDITION_NOT_PUBLISHED'],
  ['retiring before it takes effect', [drafted, published], retire('2021-12-31'), 'RETIREMENT_TOO_EARLY'],
  ['retiring again on another day', [drafted, published, retired], retire('2025-01-01'), 'EDITION_RETIRED'],
] as const)('refuses %s', (...[, history, command, code]) => {
  edition
    .given(...history)
    .when(command, facts)
    .thenRefused(code);
});

it('refuses an effective date inside a period already graded under another edition', () => {
  edition
    .given(drafted)
    .when(publish, { ...facts, gradedUnder: ['stars:旧'] })
    .thenRefused('EDITION_PERIOD_GRADED');
});

it('refuses an edition beside one for the same organizations from the same day', () => {
  edition
    .given(drafted)
    .when(publish, { ...facts, beside: ['stars:另'] })
    .thenRefused('EDITION_BESIDE');
});

it('names the faults of the content and of its place at once', () => {
  const faulty = aStandard({ sector: 'village' });
  const state = editionDecider.evolve(
    { status: 'none' },
    { type: 'EditionDrafted', data: { editionId: id, content: faulty } },
  );
  const refused = (): unknown =>
    editionDecider.decide(publish, state, { ...facts, beside: ['stars:另'], gradedUnder: ['stars:旧'] });
  expect(refused).toThrow(
    expect.objectContaining({
      code: 'EDITION_INVALID',
      details: {
        errors: ['sector', 'effectiveFrom', 'effectiveFrom'].map((field) =>
          expect.objectContaining({ field: `content.${field}` }),
        ),
      },
    }),
  );
});

it.each(['classification-2022', 'appraisal-2021'] as const)('finds no fault in %s', (name) => {
  expect(editionFaults(demoEdition(name))).toEqual([]);
});

const [three, two, one] = content.grades;
const [own, crowd, above] = content.raters;
const [tidy, kind] = content.aspects;
const [gateA, gateB] = content.gates;
const { poll: _poll, ...withoutPoll } = content;
const item = { code: 'T1', text: '地面', points: 40, scoring: 'deduction' } as const;

it.each<[string, unknown, readonly string[]]>([
  ['item points that do not sum to 100', { ...content, aspects: [tidy] }, ['aspects']],
  [
    'points that only binary floats let sum to 100',
    {
      ...content,
      aspects: [
        {
          ...tidy,
          items: [
            { ...item, points: 33.33 },
            { ...item, code: 'T2', points: 33.33 },
            { ...item, code: 'T3', points: 33.34001 },
          ],
        },
      ],
    },
    ['aspects'],
  ],
  ['weights that do not sum to 1', { ...content, raters: [own, crowd, { ...above, weight: 0.4 }] }, ['raters']],
  [
    'minimums that do not strictly descend',
    { ...content, grades: [three, { ...two, min: 90 }, one] },
    ['grades.1.min'],
  ],
  ['a minimum above 100', { ...content, grades: [{ ...three, min: 100.5 }, two, one] }, ['grades.0.min']],
  [
    'a standing that rises',
    { ...content, grades: [{ ...three, standing: 'ordinary' }, { ...two, standing: 'leading' }, one] },
    ['grades.1.standing'],
  ],
  ['two grades of one label', { ...content, grades: [three, { ...two, label: '三星' }, one] }, ['grades.1.label']],
  ['a sector that is in no list', { ...content, sector: 'village' }, ['sector']],
  ['minimums that do not reach 0', { ...content, grades: [three, two, { ...one, min: 0.5 }] }, ['grades.2.min']],
  [
    'an item code used by two aspects',
    { ...content, aspects: [tidy, { ...kind, items: [{ ...item, points: 60 }] }] },
    ['aspects.1.items.0.code'],
  ],
  [
    'a bonus with the code of an item',
    { ...content, bonus: { cap: 1, items: [{ code: 'K1', text: '重', points: 1 }] } },
    ['bonus.items.0.code'],
  ],
  ['an aspect listed twice', { ...content, aspects: [tidy, { ...kind, aspect: 'tidy' }] }, ['aspects.1.aspect']],
  [
    'a grade code used twice',
    { ...content, grades: [three, two, { ...one, code: 'two' }], gates: [], quotas: [] },
    ['grades.2.code'],
  ],
  ['a rater code used twice', { ...content, raters: [own, crowd, { ...above, code: 'own' }] }, ['raters.2.code']],
  ['a gate code used twice', { ...content, gates: [gateA, { ...gateB, code: 'A' }] }, ['gates.1.code']],
  ['a veto code used twice', { ...content, vetoes: [content.vetoes[0], content.vetoes[0]] }, ['vetoes.1.code']],
  ['a gate that caps at the best grade', { ...content, gates: [{ ...gateA, cap: 'three' }] }, ['gates.0.cap']],
  ['a quota of a lagging grade', { ...content, quotas: [{ grade: 'one', maxShare: 0.1 }] }, ['quotas.0.grade']],
  ['one kind of organization twice', { ...content, subjects: ['branch', 'branch'] }, ['subjects.1']],
  ['one form exempted twice', { ...content, exempt: { forms: ['joint', 'joint'] } }, ['exempt.forms.1']],
  ['a grade for notice that is none', { ...content, notice: { grades: ['four'] } }, ['notice.grades.0']],
  ['a lagging grade for notice', { ...content, notice: { grades: ['three', 'one'] } }, ['notice.grades.1']],
  ['a grade for notice twice', { ...content, notice: { grades: ['three', 'three'] } }, ['notice.grades.1']],
  ['a rater of problems that is none', { ...content, problems: { raters: ['nobody'] } }, ['problems.raters.0']],
  ['a poll as rater of problems', { ...content, problems: { raters: ['own', 'crowd'] } }, ['problems.raters.1']],
  ['a rater of problems twice', { ...content, problems: { raters: ['own', 'own'] } }, ['problems.raters.1']],
  [
    'a point of a checklist, a kind of evidence and a tag that stand twice',
    {
      ...content,
      aspects: [
        tidy,
        {
          ...kind,
          items: [{ ...item, code: 'K1', points: 60, checklist: ['a', 'a'], evidence: ['b', 'b'], tags: ['c', 'c'] }],
        },
      ],
    },
    ['aspects.1.items.0.checklist.1', 'aspects.1.items.0.evidence.1', 'aspects.1.items.0.tags.1'],
  ],
  ['two quotas of one grade', { ...content, quotas: [content.quotas[0], content.quotas[0]] }, ['quotas.1.grade']],
  ['an unknown measure', { ...content, gates: [{ ...gateA, measure: 'mood' }] }, ['gates.0.measure']],
  [
    'a measure named like a property of every object',
    { ...content, gates: [{ ...gateA, measure: 'constructor' }] },
    ['gates.0.measure'],
  ],
  ['a gate with both bounds', { ...content, gates: [{ ...gateA, above: 2 }] }, ['gates.0']],
  ['a gate with neither bound', { ...content, gates: [{ ...gateA, below: undefined }] }, ['gates.0']],
  ['a cap that is no grade', { ...content, gates: [{ ...gateA, cap: 'four' }] }, ['gates.0.cap']],
  ['a quota of no grade', { ...content, quotas: [{ grade: 'four', maxShare: 0.1 }] }, ['quotas.0.grade']],
  ['a poll rater and a gate on satisfaction without a poll', withoutPoll, ['raters.1.kind', 'gates.0.measure']],
  [
    'a satisfied answer that is no option',
    { ...content, poll: { scores: { yes: 100 }, satisfied: ['yes', 'aye'] } },
    ['poll.satisfied.1'],
  ],
])('names %s', (...[, faulty, fields]) => {
  expect(editionFaults(editionContent.parse(faulty)).map(({ field }) => field)).toEqual(
    fields.map((field) => `content.${field}`),
  );
});

it('lets a grade have a quota for the committee and one for each unit, a minimum be 100 and neighbours be of one standing', () => {
  const quotas = [
    { grade: 'three', maxShare: 0.4 },
    { grade: 'three', maxShare: 0.5, per: 'unit' as const, fromBranches: 3, ofFewer: 0 },
  ];
  const grades = [
    { code: 'three', label: '三星', min: 100, standing: 'leading' as const },
    { code: 'two', label: '二星', min: 60, standing: 'leading' as const },
    { code: 'one', label: '一星', min: 0, standing: 'lagging' as const },
  ];
  expect(editionFaults(editionContent.parse({ ...content, quotas, grades }))).toEqual([]);
});

it('leaves bonus items aside in the sum of points', () => {
  const withBonus = {
    ...content,
    aspects: [
      ...content.aspects,
      { aspect: 'more', label: '加分', items: [{ ...item, code: 'M1', scoring: 'bonus' as const }] },
    ],
  };
  expect(editionFaults(withBonus)).toEqual([]);
});

it('names every fault at once when a publication is refused', () => {
  const faulty = aStandard({ aspects: [], raters: [], grades: [] });
  const state = editionDecider.evolve(
    { status: 'none' },
    { type: 'EditionDrafted', data: { editionId: editionId(faulty), content: faulty } },
  );
  const refused = (): unknown => editionDecider.decide(publish, state, facts);
  expect(refused).toThrow(expect.objectContaining({ code: 'EDITION_INVALID' }));
  expect(editionFaults(faulty).length).toBeGreaterThan(3);
});
