import { fileURLToPath } from 'node:url';

/** The folder of the migrations that a consumer's schema needs: checkpoints and parked streams. */
export const feedMigrations = fileURLToPath(new URL('../migrations', import.meta.url));
