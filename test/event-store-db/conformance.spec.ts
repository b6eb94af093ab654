import { eventStoreConformance } from '@zhibu/event-store/testing';
import { clusterUnderTest } from '../support/event-store-db/cluster.ts';

const cluster = clusterUnderTest();

eventStoreConformance(cluster.name, cluster.open);
