export * from './temporary-database.ts';
export * from './test-server.ts';
