import { ask, type Platform } from '@zhibu/client';
import type { ServiceName } from '@zhibu/contracts';
import { lastDayOf } from '@zhibu/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const gradeCount = z.object({ grade: z.string(), label: z.string(), count: z.number() });
const quota = z.object({
  label: z.string(),
  organization: z.object({ name: z.string() }).nullable(),
  group: z.string().nullable(),
  branches: z.number(),
  count: z.number(),
  allowed: z.number(),
  exceeded: z.boolean(),
});
const answered = z.object({
  dashboard: z.object({ grades: z.array(gradeCount), ungraded: z.number() }),
  round: z.object({ quotas: z.array(quota) }).nullable(),
});

/** How the branches under a committee were graded in a period, and the quotas of its round, as the platform shows them. */
export type Distribution = z.infer<typeof answered>['dashboard'] & {
  readonly quotas: readonly z.infer<typeof quota>[];
};

const PATIENCE_MS = 30_000;
const PAUSE_MS = 300;

/** The dashboard and the round of a committee, by everything known now. */
export async function distribution(
  platform: Platform,
  { committee, scheme, period }: { readonly committee: string; readonly scheme: string; readonly period: string },
): Promise<Distribution> {
  const query = `query ($under: ID!, $period: String!, $asOf: Date!, $scheme: String!) {
    dashboard(under: $under, period: $period, asOf: $asOf) {
      grades(scheme: $scheme) { grade label count } ungraded(scheme: $scheme) }
    round(workCommitteeId: $under, scheme: $scheme, period: $period) {
      quotas { label organization { name } group branches count allowed exceeded } } }`;
  const variables = { under: committee, scheme, period, asOf: lastDayOf(period) };
  const { dashboard, round } = await ask(platform, { query, variables }, answered);
  return { ...dashboard, quotas: round?.quotas ?? [] };
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
