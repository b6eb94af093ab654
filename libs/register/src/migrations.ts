import { fileURLToPath } from 'node:url';

/** The folder of the migrations that a schema with a copy of the register needs. */
export const registerMigrations = fileURLToPath(new URL('../migrations', import.meta.url));
