import {
  type EditionContent,
  type EditionGrade,
  type EditionRater,
  type GradingFinding,
  type NextGrade,
  type Wording,
} from '@zhibu/contracts';
import { contentHash, exact, type Exact, toFixed, toText } from '@zhibu/kernel';
import { refuseIf } from './grading.rules.ts';
import type { PublishedEdition } from '../edition/edition.state.ts';
import { findingsOf } from './finding.rules.ts';
import {
  boundOf,
  capped,
  type GateReading,
  gateReadings,
  holdingGates,
  type HoldingGate,
  measuredText,
} from './gate.rules.ts';
import type { ComputedGrade, GradingInputs } from './grading.state.ts';
import { measureOf } from './measure.rules.ts';
import { nextGrade } from './next-grade.rules.ts';
import { gradeReached, raterTotals, type RaterTotal, scoreOf, weightedRaters } from './score.rules.ts';

/** A grade with everything that led to it. */
export interface GradeComputation {
  readonly score: string;
  readonly computedGrade: string;
  readonly scoreGrade: string;
  readonly totals: ComputedGrade['totals'];
  readonly decidedBy: { kind: 'score' | 'gate' | 'veto'; codes: string[] };
  readonly gates: ComputedGrade['gates'];
  readonly vetoes: ComputedGrade['vetoes'];
  readonly next: NextGrade | null;
  readonly findings: GradingFinding[];
  readonly inputsHash: string;
}

/**
 * Computes the grade: any veto in force gives the last grade; otherwise the grade that the score reaches, capped by
 * each gate that holds.
 * @throws Refusal INPUTS_MISSING naming every input of a weighted rater or a gate that is not recorded
 */
export function computeGrade(edition: PublishedEdition, inputs: GradingInputs): GradeComputation {
  const { content } = edition;
  const readings = gateReadings(content, inputs);
  const totals = completeTotals(raterTotals(content, inputs), readings);
  const score = scoreOf(totals);
  const holding = holdingGates(content, readings);
  const vetoes = content.vetoes.map(({ code }) => code).filter((code) => inputs.vetoes.has(code));
  const reached = gradeReached(content, score);
  const verdict = verdictOf(content, { reached, vetoes, holding });
  return {
    score,
    computedGrade: gradeAt(content, verdict.place).code,
    scoreGrade: gradeAt(content, reached).code,
    totals: totals.map(({ rater, total }) => ({
      rater: rater.code,
      label: rater.label,
      kind: rater.kind,
      weight: toText(exact(rater.weight)),
      total: totalText(total),
    })),
    decidedBy: verdict.decidedBy,
    gates: holding.map((held) => ({
      code: held.gate.code,
      says: held.gate.says,
      measured: measuredText(held),
      bound: boundOf(held.gate),
      lowered: verdict.decidedBy.kind === 'gate' && verdict.decidedBy.codes.includes(held.gate.code),
    })),
    vetoes: vetoesIn(content, inputs),
    next: nextGrade(content, { place: verdict.place, score, vetoes, holding }),
    findings: [...findingsOf(content, inputs)],
    inputsHash: inputsHash(edition, inputs),
  };
}

/** The vetoes in force, in the edition's order. */
function vetoesIn({ vetoes }: EditionContent, inputs: GradingInputs): ComputedGrade['vetoes'] {
  return vetoes.flatMap(({ code, says }) => {
    const recorded = inputs.vetoes.get(code);
    if (!recorded) return [];
    const { reason, basis, effectiveOn, eventId } = recorded;
    return [
      { veto: code, says, effectiveOn, eventId, ...(reason !== undefined && { reason }), ...(basis && { basis }) },
    ];
  });
}

interface Grounds {
  readonly reached: number;
  readonly vetoes: readonly string[];
  readonly holding: readonly HoldingGate[];
}

/** What decided: a veto before a gate, a gate before the score; of several gates those with the lowest cap. */
function verdictOf(
  { grades }: EditionContent,
  { reached, vetoes, holding }: Grounds,
): { place: number; decidedBy: GradeComputation['decidedBy'] } {
  if (vetoes.length > 0) return { place: grades.length - 1, decidedBy: { kind: 'veto', codes: [...vetoes] } };
  const place = capped(reached, holding);
  if (place === reached) return { place, decidedBy: { kind: 'score', codes: [] } };
  const lowest = holding.filter(({ cap }) => cap === place).map(({ gate }) => gate.code);
  return { place, decidedBy: { kind: 'gate', codes: lowest } };
}

function completeTotals(
  totals: readonly RaterTotal[],
  readings: readonly GateReading[],
): readonly { rater: EditionRater; total: Exact }[] {
  const missing = new Map<string, Wording>([
    ...totals
      .filter(({ total }) => total === null)
      .map(({ rater }) => (rater.kind === 'poll' ? missingFor.poll : missingRating(rater))),
    ...readings
      .filter(({ measured }) => measured === null)
      .map(({ gate }) => missingFor[measureOf(gate.measure)?.needs ?? 'poll']),
  ]);
  refuseIf(missing.size > 0, 'INPUTS_MISSING', {
    missing: [...missing.keys()],
    errors: [...missing].map(([field, problem]) => ({ field, problem })),
  });
  return totals.flatMap(({ rater, total }) => (total ? [{ rater, total }] : []));
}

const missingFor = {
  poll: ['poll', { zh: '缺民主测评结果', en: 'the poll is missing' }],
  dataMatch: ['data-match', { zh: '缺五个基本的数据比对', en: 'the match of the five basics is missing' }],
} as const satisfies Readonly<Record<string, readonly [string, Wording]>>;

const missingRating = ({ code, label }: EditionRater): readonly [string, Wording] => [
  `rating:${code}`,
  { zh: `缺“${label}”的评分`, en: `the rating “${label}” is missing` },
];

/** For people: in full where it is a short decimal, else to six places. The score is computed from the exact total. */
function totalText(total: Exact): string {
  const sixPlaces = toFixed(total, 6);
  return sixPlaces.includes('.') ? sixPlaces.replace(/\.?0+$/, '') : sixPlaces;
}

/** The hash of edition and inputs that a grade rests on; the order in which a rater lists the entries is no part of it. */
export function inputsHash(
  { editionHash, content }: PublishedEdition,
  { ratings, poll, dataMatch, vetoes }: GradingInputs,
): string {
  const needs = new Set(content.gates.map((gate) => measureOf(gate.measure)?.needs));
  const raters = weightedRaters(content);
  return contentHash({
    editionHash,
    ratings: raters
      .filter(({ kind }) => kind === 'itemised')
      .map(({ code }) => [
        code,
        unordered(ratings.get(code) ?? [], ({ item, deduction, bonus }) => `${item} ${deduction ?? ''} ${bonus ?? ''}`),
      ]),
    poll: needs.has('poll') || raters.some(({ kind }) => kind === 'poll') ? poll : null,
    dataMatch: needs.has('dataMatch') ? unordered(dataMatch?.fields ?? [], ({ field }) => field) : null,
    vetoes: [...vetoes.keys()].sort(),
  });
}

/** A list whose order says nothing, brought into the one order that its content gives it. */
function unordered<Entry extends object>(entries: readonly Entry[], keyOf: (entry: Entry) => string): readonly Entry[] {
  const keyed = entries.map((entry) => ({ entry, key: keyOf(entry) }));
  return keyed
    .sort((a, b) => order(a.key, b.key) || order(contentHash(a.entry), contentHash(b.entry)))
    .map(({ entry }) => entry);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function gradeAt({ grades }: EditionContent, place: number): EditionGrade {
  const grade = grades[place];
  if (!grade) throw new RangeError(`the edition has no grade in place ${place}`);
  return grade;
}
