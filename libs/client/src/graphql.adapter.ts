import { z } from 'zod';
import type { Away } from './outage.ts';
import { awayByProblem, type Platform, PlatformAbsent, PlatformRefused, post } from './request.adapter.ts';

const answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }))
    .optional(),
});

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly absent?: readonly string[];
}

/** At most so many of a page. */
export const PAGE = 200;

/**
 * Asks the platform a GraphQL query and lets the answer through a schema. `absent`: codes of refusals that say that what is
 * asked for is not there, which answer null in its place.
 * @throws PlatformRefused with the code of the first error; PlatformAbsent when the answer is not understood
 */
export async function ask<Answer>(
  platform: Platform,
  { absent = [], ...question }: Question,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const { data, errors = [] } = understood(
    answer,
    await post(platform, '/graphql', JSON.stringify(question), (body) => awayInErrors(body, platform)),
    platform,
  );
  const error = errors.find(({ extensions }) => !absent.includes(extensions?.code ?? ''));
  if (error) throw new PlatformRefused(error.extensions?.code ?? 'UNFORESEEN', error.message);
  return understood(schema, data, platform);
}

const refusals = z.object({ errors: z.array(z.object({ extensions: z.unknown() })) });

function awayInErrors(body: unknown, platform: Platform): Away | undefined {
  const { errors = [] } = refusals.safeParse(body).data ?? {};
  return errors.map(({ extensions }) => awayByProblem(extensions, platform)).find((away) => away !== undefined);
}

/** What every list of the platform answers. */
export const connectionOf = <Node>(node: z.ZodType<Node>): z.ZodType<Connection<Node>> =>
  z.object({
    edges: z.array(z.object({ node })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  });

export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Reads a list to its end, page by page. */
export async function everyPage<Node>(
  page: (after: string | null) => Promise<Connection<Node>>,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await page(after);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return nodes;
    after = pageInfo.endCursor;
  }
}

function understood<Value>(schema: z.ZodType<Value>, value: unknown, { server }: Platform): Value {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new PlatformAbsent(`${server}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
