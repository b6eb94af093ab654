import { z } from 'zod';
import { ask } from './graphql.adapter.ts';
import type { Platform } from './request.adapter.ts';

/** Whether the platform knows the organization. */
export async function isKnown(platform: Platform, code: string): Promise<boolean> {
  const query = 'query ($code: String!) { organization(code: $code) { id } }';
  const { organization } = await ask(
    platform,
    { query, variables: { code }, absent: ['ORGANIZATION_UNKNOWN'] },
    z.object({ organization: z.object({ id: z.string() }).nullable() }),
  );
  return organization !== null;
}
