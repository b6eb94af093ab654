import { lookup } from '@zhibu/feed';
import { inspectorHandlers } from '@zhibu/register';

/** Keeps the duties that inspections give their teams: an inspector checks the six haves, and hands in evidence. */
export const inspectorsLookup = lookup('assessment-inspectors', { service: 'supervision' }, inspectorHandlers);
