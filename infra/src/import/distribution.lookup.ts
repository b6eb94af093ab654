import type { EditionContent } from '@zhibu/contracts';
import { compare, exact, lastDayOf, multiply } from '@zhibu/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask } from '../client/graphql.adapter.ts';
import { type Platform, PlatformRefused } from '../client/request.adapter.ts';

const gradeCount = z.object({ grade: z.string(), label: z.string(), count: z.number() });
const dashboard = z.object({ dashboard: z.object({ branches: z.number(), grades: z.array(gradeCount), ungraded: z.number() }) });

/** How the branches under a committee were graded in a period, as the platform's dashboard shows it. */
export type Distribution = z.infer<typeof dashboard>['dashboard'];

const PATIENCE_MS = 30_000;
const PAUSE_MS = 300;

/** The dashboard of a committee, once it shows everything recorded up to an instant. */
export async function distribution(
  platform: Platform, round: { readonly committee: string; readonly scheme: string; readonly period: string }, knownAt: string | undefined,
): Promise<Distribution> {
  const query = `query ($under: ID!, $period: String!, $asOf: Date!, $scheme: String!, $knownAt: DateTime) {
    dashboard(under: $under, period: $period, asOf: $asOf, knownAt: $knownAt) {
      branches grades(scheme: $scheme) { grade label count } ungraded(scheme: $scheme) } }`;
  const { committee: under, scheme, period } = round;
  const variables = { under, scheme, period, asOf: lastDayOf(period), ...(knownAt === undefined ? {} : { knownAt }) };
  for (const until = Date.now() + PATIENCE_MS; ;) {
    try {
      return (await ask(platform, { query, variables }, dashboard)).dashboard;
    } catch (error) {
      // The read model may not be that far yet, and says so.
      if (!(error instanceof PlatformRefused) || knownAt === undefined || Date.now() > until) throw error;
      await pause(PAUSE_MS, undefined, { signal: platform.signal });
    }
  }
}

/** A grade that more branches have than its quota allows. */
export interface QuotaExceeded {
  readonly label: string;
  readonly count: number;
  readonly branches: number;
  readonly maxShare: number;
}

/** The quotas of an edition that a distribution exceeds, counted in exact decimals. */
export function quotasExceeded(edition: EditionContent, { grades }: Distribution, branches: number): readonly QuotaExceeded[] {
  return edition.quotas.flatMap(({ grade, maxShare }) => {
    const found = grades.find((one) => one.grade === grade);
    if (!found || compare(exact(found.count), multiply(exact(maxShare), exact(branches))) <= 0) return [];
    return [{ label: found.label, count: found.count, branches, maxShare }];
  });
}
