import { services } from '@zhibu/contracts';
import { accessSchema, peopleSchema, readModelSchemas } from '@zhibu/gateway';
import { readConfiguration, url, words } from '@zhibu/service-kit';
import type { SchemaAccess } from '../launcher/schemas.ts';

const variableOf = (name: string): string => `PASSWORD_${name.toUpperCase()}`;
const read = [...services, readModelSchemas.live];
const names = ['owner', ...read, ...read.map((schema) => `${schema}_reader`), accessSchema, peopleSchema];

/**
 * How to reach the database to be provisioned, and what its roles are given: each process a password of its own, the
 * roles that migrate one that no process is told.
 * @throws ConfigurationError naming every setting that is wrong or missing
 */
export function provisionAccess(environment: Readonly<Record<string, string | undefined>>): SchemaAccess {
  const settings: Readonly<Record<string, string>> = readConfiguration(
    {
      DATABASE_ADMIN_URL: { ...url(['postgres:', 'postgresql:']), isSecret: true },
      ...Object.fromEntries(names.map((name) => [variableOf(name), words()])),
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
