import { buildASTSchema, type GraphQLSchema, graphql, isObjectType, isScalarType, parse } from 'graphql';
import { request as anyRequest, type Request } from 'express';
import { byService } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { dayOf } from '@zhibu/kernel';
import { ownKeys } from '@zhibu/service-kit';
import { identify, type Principal } from '../access/principal.ts';
import { ReadViews } from '../answers/noted-model.ts';
import { ServiceClient } from '../commands/service-client.adapter.ts';
import { Settlement } from '../knowledge/settlement.ts';
import { lockedModel, type OpenReadModel } from '../read-model.ts';
import { type ContextSources, contextOf } from '../request/context.ts';
import { scalars } from '../schema/scalars.ts';
import { typeDefinitions } from '../schema/type-definitions.ts';
import { dutiesKept } from '../views/duty/duty.lookup.ts';
import { resolvers, views } from '../views/index.ts';

/** What a query is answered with, in this process and without a door. */
export type Execute = (
  query: string,
  principal: Principal,
) => Promise<{ readonly data: unknown; readonly errors: unknown }>;

/** The schema with what answers its queries. */
export function executableSchema(): GraphQLSchema {
  const schema = buildASTSchema(parse(typeDefinitions().join('\n')));
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (isScalarType(type) && Object.hasOwn(scalars, name)) {
      const { serialize, parseValue, parseLiteral } = new Map(Object.entries(scalars)).get(name) ?? type;
      Object.assign(type, { serialize, parseValue, parseLiteral });
    }
    if (isObjectType(type))
      for (const [field, answered] of Object.entries(type.getFields()))
        Object.assign(answered, { resolve: resolvers[name]?.[field] });
  }
  return schema;
}

/** What queries are executed over. */
export interface Over {
  /** As whom queries are answered: behind the second lock. */
  readonly reader: OpenReadModel;
  /** Whom it does not hold. */
  readonly projector: Pool;
  /** Whether statements are held to the roots of who asks. */
  readonly isLocked: boolean;
  readonly today: string;
}

/** Executes queries on a day over a read model as it stands, everything in it being settled. */
export function executing(schema: GraphQLSchema, over: Over): Execute {
  const sources = sourcesOver(over);
  return async (source, principal) => {
    const req: Request = Object.assign(Object.create(anyRequest), { headers: {} });
    identify(req, principal);
    const { data, errors } = await graphql({ schema, source, contextValue: contextOf(req, sources) });
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      errors: errors?.map(({ message, path, originalError }) => ({ message, path, code: Object(originalError).code })),
    };
  };
}

/** What requests are answered from, everything in the read model being settled. */
export function sourcesOver({ reader, projector, isLocked, today }: Over): ContextSources {
  const model = lockedModel(reader, 'all');
  const settlement = new Settlement({
    now: Date.now,
    waitMs: 0,
    settle: async () => 0n,
    reached: async () => undefined,
    takenIn: () => undefined,
  });
  return {
    model,
    locked: (roots) => lockedModel(reader, isLocked ? roots : 'all'),
    reads: new ReadViews(views),
    settlement,
    duties: dutiesKept(projector),
    today: () => dayOf(Date.parse(`${today}T04:00:00Z`)),
    replay: {
      client: new ServiceClient({ urls: byService(() => []), signing: ownKeys().signing }),
      model,
      progress: { reached: async () => ({ parked: false }) },
      waitMs: 0,
    },
  };
}
