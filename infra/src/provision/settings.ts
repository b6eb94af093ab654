import { type ServiceName, services } from '@zhibu/contracts';
import { readModelSchemas } from '@zhibu/gateway';
import { readConfiguration, url, words } from '@zhibu/service-kit';
import type { SchemaAccess } from '../launcher/schemas.ts';

const variableOf = (schema: string): string => `PASSWORD_${schema.toUpperCase()}`;
const schemas: readonly (ServiceName | 'gateway')[] = [...services, readModelSchemas.live];

/**
 * How to reach the database to be provisioned, and what its roles are given: each process a password of its own, the
 * roles that migrate one that no process is told.
 * @throws ConfigurationError naming every setting that is wrong or missing
 */
export function provisionAccess(environment: Readonly<Record<string, string | undefined>>): SchemaAccess {
  const settings: Readonly<Record<string, string>> = readConfiguration(
    {
      DATABASE_ADMIN_URL: { ...url(['postgres:', 'postgresql:']), isSecret: true },
      ...Object.fromEntries(['owner', ...schemas].map((name) => [variableOf(name), words()])),
    },
    environment,
  );
  const adminUrl = settings['DATABASE_ADMIN_URL'] ?? '';
  const password = (role: string): string =>
    settings[variableOf(role.endsWith('_owner') ? 'owner' : role.replace(/_service$/, ''))] ?? '';
  return {
    adminUrl,
    password,
    url: (schema, role) => asRole(adminUrl, `${schema}_${role}`, password(`${schema}_${role}`)),
  };
}

/** The same database as somebody else. */
function asRole(adminUrl: string, role: string, password: string): string {
  const as = new URL(adminUrl);
  as.username = role;
  as.password = encodeURIComponent(password);
  return as.href;
}
