import { ask, lines, type Platform } from '@zhibu/client';
import { z } from 'zod';

const step = z.object({
  eventId: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: z.number(),
  recordedAt: z.string(),
  effectiveOn: z.string().nullable(),
  actor: z.string(),
  says: z.string(),
  grade: z.string().nullable(),
});
const replay = z.object({
  steps: z.array(step),
  agreesWithReadModel: z.boolean(),
  chainIntact: z.boolean(),
  chainKept: z.boolean(),
  faults: z.array(z.string()),
});
const rating = z.object({
  period: z.string(),
  label: z.string(),
  score: z.string().nullable(),
  confirmed: z.boolean(),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
});

export type ReplayStep = z.infer<typeof step>;
export type Replay = z.infer<typeof replay>;
export type KnownRating = z.infer<typeof rating>;

/** What is replayed: one branch in one scheme. */
export interface Subject {
  readonly branch: string;
  readonly scheme: string;
}

/** The replay of a branch from the owning service's streams, as known at an instant (absent: now). */
export async function replayOf(
  platform: Platform,
  { branch, scheme }: Subject,
  knownAt: string | undefined,
): Promise<Replay> {
  const query = `query ($branch: ID!, $scheme: String!, $upTo: DateTime) { replay(branchId: $branch, scheme: $scheme, upTo: $upTo) {
    steps { eventId type stream revision recordedAt effectiveOn actor says grade } agreesWithReadModel chainIntact chainKept faults } }`;
  const variables = { branch, scheme, ...(knownAt === undefined ? {} : { upTo: knownAt }) };
  return (await ask(platform, { query, variables }, z.object({ replay }))).replay;
}

/** The ratings of a branch as known at an instant (absent: now). */
export async function ratingsOf(
  platform: Platform,
  { branch, scheme }: Subject,
  knownAt: string | undefined,
): Promise<readonly KnownRating[]> {
  const query = `query ($branch: ID!, $scheme: String!, $knownAt: DateTime) { ratingHistory(branchId: $branch, scheme: $scheme, knownAt: $knownAt) {
    period label score confirmed effectiveFrom effectiveTo } }`;
  const variables = { branch, scheme, ...(knownAt === undefined ? {} : { knownAt }) };
  return (await ask(platform, { query, variables }, z.object({ ratingHistory: z.array(rating) }))).ratingHistory;
}

/** What an organization is called now. */
export async function nameOf(platform: Platform, code: string): Promise<string> {
  const schema = z.object({ organization: z.object({ name: z.string() }).nullable() });
  const query = 'query ($code: String!) { organization(code: $code) { name } }';
  return (
    (await ask(platform, { query, variables: { code }, absent: ['ORGANIZATION_UNKNOWN'] }, schema)).organization
      ?.name ?? code
  );
}

/** A line of an audit; a line that says nothing known here is passed over. */
const auditLine = z.object({
  branches: z.number().optional(),
  /** Where only the branches' own streams are read: what is not found so. */
  streams: z.string().optional(),
  /** Where the administrators are merged: that they are. */
  duties: z.string().optional(),
  checked: z.number().optional(),
  logFaults: z.array(z.string()).optional(),
  branch: z.string().optional(),
  replay: replay.omit({ steps: true }).optional(),
  done: z.object({ checked: z.number(), wrong: z.number() }).optional(),
});
export type AuditLine = z.infer<typeof auditLine>;
export type Verdict = Omit<Replay, 'steps'>;

/** The branches under an organization, and whether the logs are read as a whole however few they are. */
export interface AuditedSubtree {
  readonly under: string;
  readonly scheme: string;
  readonly knownAt: string | undefined;
  readonly wholeLogs: boolean;
}

/** The replay of all living branches under an organization, as the platform tells it while it goes through its logs. */
export function auditLines(
  platform: Platform,
  { under, scheme, knownAt, wholeLogs }: AuditedSubtree,
): AsyncGenerator<AuditLine> {
  const asked = new URLSearchParams({
    under,
    scheme,
    ...(knownAt === undefined ? {} : { knownAt }),
    ...(wholeLogs ? { logs: 'whole' } : {}),
  });
  return lines(platform, `/audit?${asked.toString()}`, auditLine);
}
