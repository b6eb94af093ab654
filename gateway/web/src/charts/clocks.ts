import type { Look } from '../parts/grade.part.tsx';

/** An answer about some days that was given while something was known. Ends are excluded; null: open. */
export interface Span {
  readonly from: string;
  readonly to: string | null;
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly label: string;
  readonly look: Look;
  readonly score: string | null;
  readonly confirmed: boolean;
  readonly period: string;
  /** When its decision was recorded, and of which type that is. */
  readonly recordedAt: string;
  readonly type: string;
}

/** What brought new knowledge: a decision by its type, a closing that confirmed, or the end of what was known. */
export type Reason = { readonly decision: string; readonly period: string } | 'confirmed' | 'ended';

/** The whole answer of one time. */
export interface Knowledge {
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly reason: Reason;
  readonly spans: readonly Span[];
}

/** Every state of knowledge with all that was answered in it, the newest first. */
export function knowledges(spans: readonly Span[]): readonly Knowledge[] {
  const ends = spans.flatMap(({ knownTo }) => (knownTo === null ? [] : [knownTo]));
  const instants = [...new Set([...spans.map(({ knownFrom }) => knownFrom), ...ends])].sort();
  const known = instants.map((instant, index) => ({
    knownFrom: instant,
    knownTo: instants[index + 1] ?? null,
    reason: reasonOf(spans, instant),
    spans: spans
      .filter(({ knownFrom, knownTo }) => knownFrom <= instant && (knownTo === null || knownTo > instant))
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
  }));
  return known.reverse();
}

function reasonOf(spans: readonly Span[], instant: string): Reason {
  const begun = spans.filter(({ knownFrom }) => knownFrom === instant);
  const decided = begun.find(({ recordedAt }) => recordedAt === instant);
  if (decided) return { decision: decided.type, period: decided.period };
  return begun.some(({ confirmed }) => confirmed) ? 'confirmed' : 'ended';
}

/** The days at which anything changes, in order. */
export const changesIn = (spans: readonly Span[]): readonly string[] =>
  [...new Set(spans.flatMap(({ from, to }) => (to === null ? [from] : [from, to])))].sort();
