import { lookup } from '@zhibu/feed';
import { inspectorHandlers } from '@zhibu/register';

/** Keeps the duties that inspections give their teams: an inspector knows of what he inspects, though he may change nothing of it here. */
export const inspectorsLookup = lookup('organization-inspectors', { service: 'supervision' }, inspectorHandlers);
