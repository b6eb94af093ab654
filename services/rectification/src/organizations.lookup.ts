import { lookup } from '@zhibu/feed';
import { registerHandlers } from '@zhibu/register';

/** Keeps the register's kinds and tree of every day: who is whose superior. */
export const organizationsLookup = lookup('rectification-organizations', { service: 'organization' }, registerHandlers);
