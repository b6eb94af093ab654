export { ClusterBroker } from './cluster/broker.ts';
export { type Cluster, type ClusterOptions, processNames, startCluster } from './cluster/cluster.ts';
export { ClusterDatabase } from './cluster/database.ts';
export { ClusterProcess, type Exit, type ProcessName } from './cluster/process.ts';
export { lastPeriod } from './demonstration/moving.rules.ts';
export type { Connections } from './launcher/connections.ts';
export { withDatabase } from './launcher/database.ts';
export { declaredTopics } from './topics/declaration.ts';
