import { ask, type Platform } from '@zhibu/client';
import type { ServiceName } from '@zhibu/contracts';
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

/**
 * Waits until queries show everything up to a position of each service's log; an instant would not do, for a clock may
 * have been ahead. @returns whether they do, in the end
 */
export async function shownUpTo(platform: Platform, positions: ReadonlyMap<ServiceName, bigint>): Promise<boolean> {
  const query = 'query ($service: String!, $position: String!) { shown(service: $service, position: $position) }';
  const until = Date.now() + PATIENCE_MS;
  for (const [service, position] of positions) {
    const variables = { service, position: String(position) };
    while (!(await ask(platform, { query, variables }, z.object({ shown: z.boolean() }))).shown) {
      if (Date.now() > until) return false;
      await pause(PAUSE_MS, undefined, { signal: platform.signal });
    }
  }
  return true;
}
