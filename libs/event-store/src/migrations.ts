import { fileURLToPath } from 'node:url';

/** The folder of the store's migrations, for `migrate` of @zhibu/database. */
export const eventStoreMigrations = fileURLToPath(new URL('../migrations', import.meta.url));
