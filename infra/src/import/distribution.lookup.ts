import { ask, type Platform, PlatformRefused } from '@zhibu/client';
import { lastDayOf } from '@zhibu/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const gradeCount = z.object({ grade: z.string(), label: z.string(), count: z.number() });
const dashboard = z.object({
  dashboard: z.object({ branches: z.number(), grades: z.array(gradeCount), ungraded: z.number() }),
});

/** How the branches under a committee were graded in a period, as the platform's dashboard shows it. */
export type Distribution = z.infer<typeof dashboard>['dashboard'];

const PATIENCE_MS = 30_000;
const PAUSE_MS = 300;

/** The dashboard of a committee, by everything known now. */
export async function distribution(
  platform: Platform,
  { committee, scheme, period }: { readonly committee: string; readonly scheme: string; readonly period: string },
): Promise<Distribution> {
  const query = `query ($under: ID!, $period: String!, $asOf: Date!, $scheme: String!) {
    dashboard(under: $under, period: $period, asOf: $asOf) {
      branches grades(scheme: $scheme) { grade label count } ungraded(scheme: $scheme) } }`;
  return (
    await ask(platform, { query, variables: { under: committee, scheme, period, asOf: lastDayOf(period) } }, dashboard)
  ).dashboard;
}

/** Waits until queries show everything recorded up to an instant: the read model says of a later one that it is not so far yet. */
export async function shownUpTo(platform: Platform, instant: string): Promise<void> {
  const query = 'query ($id: ID!, $instant: DateTime!) { organization(id: $id, knownAt: $instant) { id } }';
  for (const until = Date.now() + PATIENCE_MS; ;) {
    try {
      await ask(platform, { query, variables: { id: 'nobody', instant } }, z.unknown());
      return;
    } catch (error) {
      if (!(error instanceof PlatformRefused && error.code.startsWith('KNOWN_AT')) || Date.now() > until) throw error;
      await pause(PAUSE_MS, undefined, { signal: platform.signal });
    }
  }
}
