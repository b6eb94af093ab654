export * from './adapters/in-memory/in-memory.adapter.ts';
export * from './adapters/postgres/postgres.adapter.ts';
export * from './content.ts';
export * from './handle-command.ts';
export * from './migrations.ts';
export * from './port.ts';
export * from './seal.ts';
