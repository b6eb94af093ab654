import { lookup } from '@zhibu/feed';
import { inspectorHandlers } from '@zhibu/register';

/** Keeps the duties that inspections give their teams: an inspector verifies what was put in order. */
export const inspectorsLookup = lookup('rectification-inspectors', { service: 'supervision' }, inspectorHandlers);
