// An entry of its own: only a process that uses EventStoreDB pays for its client.
export { StoreAccessDenied, StoreUnavailable, StoreUntrusted } from './errors.ts';
export * from './event-store-db.adapter.ts';
export * from './protection.ts';
