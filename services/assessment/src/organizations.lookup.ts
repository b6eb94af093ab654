import { lookup } from '@zhibu/feed';
import { registerHandlers } from '@zhibu/register';

/** Keeps the register and its tree of every day. */
export const organizationsLookup = lookup('assessment-organizations', { service: 'organization' }, registerHandlers);
