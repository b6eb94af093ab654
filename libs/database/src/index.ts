export * from './connection.ts';
export * from './failure.ts';
export * from './gathered.ts';
export * from './connection-watchdog.ts';
export * from './local-setting.ts';
export * from './migrate.ts';
export * from './provision.ts';
export * from './rows.ts';
