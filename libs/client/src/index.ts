export * from './door.adapter.ts';
export * from './graphql.adapter.ts';
export * from './organization.lookup.ts';
export * from './request.adapter.ts';
