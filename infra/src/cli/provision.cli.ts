import { DataFolder } from '../launcher/data-folder.ts';
import { withDatabase } from '../launcher/database.ts';
import { prepareSchemas } from '../launcher/schemas.ts';
import { exits } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import { provisionAccess } from '../provision/settings.ts';
import { usage } from '../provision/vocabulary.ts';

/**
 * Makes the schemas and roles of a database and applies the migrations that are missing; repeating it changes nothing
 * but the passwords. `DATABASE_ADMIN_URL` names the database, `PASSWORD_OWNER` is that of the roles that migrate,
 * `PASSWORD_<SERVICE>`, `PASSWORD_GATEWAY`, `PASSWORD_ACCESS` and `PASSWORD_PEOPLE` those that the processes run as, `PASSWORD_<SERVICE>_READER` and
 * `PASSWORD_GATEWAY_READER` those that they read as. A data folder has its own.
 */
await runOnDatabases(
  { usage, positionals: 0, urlNames: ['DATABASE_ADMIN_URL'] },
  async ({ place, environment, say }) => {
    // Nobody's default folder is provisioned by the way: what is missing then is the database's address.
    if (place.kind === 'folder' && place.isNamed)
      await withDatabase(
        place.path,
        async (connections) =>
          prepareSchemas({ ...connections, password: (role) => DataFolder.open(place.path).password(role) }),
        'npm run provision',
      );
    else await prepareSchemas(provisionAccess(environment));
    say({ zh: '数据库结构和角色已就绪', en: 'Schemas and roles are as this program needs them' });
    return exits.done;
  },
);
