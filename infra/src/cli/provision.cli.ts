import { MigrationMismatch } from '@zhibu/database';
import { ConfigurationError } from '@zhibu/service-kit';
import { prepareSchemas } from '../launcher/schemas.ts';
import { provisionAccess } from '../provision/settings.ts';

/**
 * Makes the schemas and roles of a database and applies the migrations that are missing; repeating it changes nothing
 * but the passwords. `DATABASE_ADMIN_URL` names the database, `PASSWORD_OWNER` is that of the roles that migrate,
 * `PASSWORD_<SERVICE>` and `PASSWORD_GATEWAY` those that the processes run as. Exit code 0: all is there, 1: not.
 */
async function main(): Promise<void> {
  await prepareSchemas(provisionAccess(process.env));
  process.stdout.write('数据库结构和角色已就绪\nSchemas and roles are as this program needs them\n');
}

try {
  await main();
} catch (error) {
  // What the operator mends needs one sentence, what the programmer mends its trace.
  const sentence =
    error instanceof ConfigurationError ||
    error instanceof MigrationMismatch ||
    (error instanceof Error && 'code' in error);
  if (!sentence || !(error instanceof Error)) throw error;
  process.stderr.write(`数据库未能就绪：${error.message}\nThe database could not be provisioned: ${error.message}\n`);
  process.exitCode = 1;
}
