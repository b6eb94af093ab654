/** The code that an error of the system or of PostgreSQL carries, its cause's where it has none; empty when there is none. */
export function errorCode(error: unknown): string {
  // By shape: an error may come from another realm, where it is no instance of our Error.
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? errorCode(error.cause) : '';
}
