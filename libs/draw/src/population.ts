import { createHash } from 'node:crypto';
import { byUtf8, isFieldText } from './byte-order.ts';
import { DrawFault } from './fault.ts';

/** The format, as the first line of a population and the field of a receipt have it. */
export const FORMAT = 'zhibu-draw/1';

/** The one reason of an exclusion that has no bound. */
export const INSPECTED_THIS_YEAR = 'inspected-this-year';

/** Excluded for other reasons: at most one of so many branches (draw.md, Population text: a bound of the format, no setting). */
const OTHERS_ONE_OF = 10;
const LEAST_BODIES = 2;

/** A branch and its stratum, as a receipt writes them. */
export type BranchRow = readonly [code: string, stratum: string];
/** A branch that cannot be drawn, and why. */
export type ExclusionRow = readonly [code: string, reason: string];

/** Who may be drawn, how many are, and which bodies draw. */
export interface Population {
  readonly draw: string;
  readonly sample: number;
  readonly bodies: readonly string[];
  readonly branches: readonly BranchRow[];
  readonly excluded: readonly ExclusionRow[];
}

/** A population in its order, which nothing changes any more, with its text and the SHA-256 of it (P). */
export interface FrozenPopulation extends Population {
  readonly text: string;
  readonly hash: Buffer;
}

/**
 * Puts a population into its order and hashes it (draw.md, Population text); how the lists were ordered before is of no
 * matter. @throws DrawFault for the first fault
 */
export function freezePopulation(population: Population): FrozenPopulation {
  const { draw, sample, bodies, branches, excluded } = population;
  return freezeOrdered({
    draw,
    sample,
    bodies: bodies.toSorted(byUtf8),
    branches: branches.toSorted(byCode),
    excluded: excluded.toSorted(byCode),
  });
}

/** The same of a population that says to be in its order. @throws DrawFault for what is not, and for the first bound not kept */
export function freezeOrdered(ordered: Population): FrozenPopulation {
  checkPopulation(ordered);
  const text = textOf(ordered);
  return { ...ordered, text, hash: createHash('sha256').update(text).digest() };
}

const byCode = (a: readonly [string, string], b: readonly [string, string]): number => byUtf8(a[0], b[0]);

function checkPopulation(ordered: Population): void {
  checkText(ordered.draw, 'draw');
  checkBodies(ordered.bodies);
  checkRows(ordered.branches, 'branches');
  checkRows(ordered.excluded, 'excluded');
  checkApart(ordered);
  checkSample(ordered);
  checkExcluded(ordered);
}

/** @throws DrawFault for a text that cannot stand in a field */
export function checkText(text: string, place: string): void {
  if (!isFieldText(text)) throw new DrawFault('TEXT_UNFIT', { place, named: text });
}

function checkBodies(bodies: readonly string[]): void {
  for (const [index, body] of bodies.entries()) checkText(body, `bodies[${index}]`);
  checkOrder(bodies, 'bodies');
  if (bodies.length < LEAST_BODIES) throw new DrawFault('BODIES_TOO_FEW', { place: 'bodies' });
}

function checkRows(rows: readonly (readonly [string, string])[], list: string): void {
  for (const [index, [code, beside]] of rows.entries()) {
    checkText(code, `${list}[${index}]`);
    checkText(beside, `${list}[${index}]`);
  }
  checkOrder(
    rows.map(([code]) => code),
    list,
  );
}

/** Ascending, none twice. */
function checkOrder(codes: readonly string[], list: string): void {
  for (const [index, code] of codes.entries()) {
    const before = codes[index - 1];
    if (before === undefined) continue;
    if (before === code) throw new DrawFault('NAMED_TWICE', { place: `${list}[${index}]`, named: code });
    if (byUtf8(before, code) > 0) throw new DrawFault('OUT_OF_ORDER', { place: `${list}[${index}]`, named: code });
  }
}

/** Who is excluded is not in the population beside. */
function checkApart({ branches, excluded }: Population): void {
  const places = new Map(excluded.map(([code], index) => [code, index]));
  const twice = places.size > 0 ? branches.find(([code]) => places.has(code)) : undefined;
  if (twice) throw new DrawFault('NAMED_TWICE', { place: `excluded[${places.get(twice[0]) ?? 0}]`, named: twice[0] });
}

function checkSample({ sample, branches }: Population): void {
  if (Number.isSafeInteger(sample) && sample > 0 && sample <= branches.length) return;
  throw new DrawFault('SAMPLE_OUT_OF_BOUNDS', { place: 'sample', named: String(sample) });
}

function checkExcluded({ branches, excluded }: Population): void {
  const others = excluded.filter(([, reason]) => reason !== INSPECTED_THIS_YEAR).length;
  if (others * OTHERS_ONE_OF <= branches.length + excluded.length) return;
  throw new DrawFault('EXCLUDED_TOO_MANY', { place: 'excluded', named: String(others) });
}

function textOf({ draw, sample, bodies, branches, excluded }: Population): string {
  const lines = [
    FORMAT,
    `draw\t${draw}`,
    `sample\t${sample}`,
    ...bodies.map((body) => `body\t${body}`),
    ...branches.map(([code, stratum]) => `branch\t${code}\t${stratum}`),
    ...excluded.map(([code, reason]) => `excluded\t${code}\t${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A population from its text, which {@link freezePopulation} has made. @throws DrawFault for a text that it has not */
export function populationOfText(text: string): FrozenPopulation {
  const [format, draw, sample, ...rows] = text.split('\n').map((line) => line.split('\t'));
  if (format?.[0] !== FORMAT) throw new DrawFault('FORMAT_FOREIGN', { place: 'format', named: format?.[0] ?? '' });
  const of = (kind: string): readonly (readonly string[])[] => rows.filter(([first]) => first === kind);
  const pairs = (kind: string) => of(kind).map(([, code = '', beside = '']) => [code, beside] as const);
  return freezeOrdered({
    draw: draw?.[1] ?? '',
    sample: Number(sample?.[1]),
    bodies: of('body').map(([, id = '']) => id),
    branches: pairs('branch'),
    excluded: pairs('excluded'),
  });
}
