export type { Connections } from './launcher/connections.ts';
export { withDatabase } from './launcher/database.ts';
