import { inputWords, refusal } from '@zhibu/contracts';
import type { QueryAccessesArgs } from '../generated/schema.ts';
import type { GatewayContext } from '../request/context.ts';
import { pageOf } from '../request/page.ts';
import type { Resolvers } from '../schema/resolvers.ts';
import { type EntryPlace, entryPlaceOf, type EntryFilter } from './entries.lookup.ts';
import type { ChainedEntry } from './entry.ts';

const FIRST = 50;

export const accessLogResolvers: Resolvers = {
  Query: {
    async accesses(_parent: unknown, { filter, first, after }: QueryAccessesArgs, context: GatewayContext) {
      const reader = await context.accesses();
      const page = pageOf({ first, after }, FIRST);
      const asked = { filter: filterOf(filter ?? {}), after: placeOf(page.after), atMost: page.first };
      const entries = await reader.page(asked);
      const last = entries.length === page.first ? entries.at(-1) : undefined;
      return { entries, endCursor: last ? Buffer.from(entryPlaceOf(last).join(' ')).toString('base64url') : null };
    },
  },
  AccessEntry: {
    at: ({ at }: ChainedEntry): string => at.toISOString(),
    knownAt: ({ knownAt }: ChainedEntry): string | null => knownAt?.toISOString() ?? null,
    personId: ({ person }: ChainedEntry): string => person,
    sessionId: ({ session }: ChainedEntry): string | null => session,
    subjectIds: ({ subjects }: ChainedEntry): readonly string[] => subjects,
    milliseconds: ({ ms }: ChainedEntry): number => ms,
    number: ({ number }: ChainedEntry): string => String(number),
    hash: ({ chain }: ChainedEntry): string => chain,
  },
};

function filterOf({
  personId,
  subjectId,
  operation,
  from,
  through,
}: NonNullable<QueryAccessesArgs['filter']>): EntryFilter {
  return {
    person: personId ?? undefined,
    subject: subjectId ?? undefined,
    operation: operation ?? undefined,
    from: from ?? undefined,
    through: through ?? undefined,
  };
}

const PLACE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\da-f-]{36}) (\d{1,19})$/;

/** @throws Refusal INPUT_INVALID for a cursor that is none of ours */
function placeOf(after: string | undefined): EntryPlace | undefined {
  if (after === undefined) return undefined;
  const [, at = '', writer = '', number = ''] = PLACE.exec(after) ?? [];
  if (number !== '') return [at, writer, number];
  throw refusal('INPUT_INVALID', { errors: [{ field: 'after', problem: inputWords.wrongFormat }] });
}
