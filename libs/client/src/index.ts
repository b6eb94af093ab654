export * from './door.adapter.ts';
export * from './graphql.adapter.ts';
export * from './organization.lookup.ts';
export * from './request.adapter.ts';
export * from './lines.adapter.ts';
export * from './outage.ts';
export * from './file.adapter.ts';
