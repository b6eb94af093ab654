import { lookup } from '@zhibu/feed';
import { dutyHandlers, registerHandlers } from '@zhibu/register';

/** Keeps the register's kinds and tree of every day, and the duties of people: who is whose superior, and who may send what. */
export const organizationsLookup = lookup(
  'rectification-organizations',
  { service: 'organization' },
  { ...registerHandlers, ...dutyHandlers },
);
