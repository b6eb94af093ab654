/** SQLSTATE classes that say "not now" rather than "never": connection, resources, intervention, rollback, system. */
const PASSING_CLASSES = new Set(['08', '53', '57', '58', '40', '55', '25']);
const PASSING_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const PASSING_WORDS = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/** Whether an error comes from the infrastructure and may pass; every other one is deterministic. */
export function isInfrastructureFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return PASSING_CODES.has(code)
    || (/^[0-9A-Z]{5}$/.test(code) && PASSING_CLASSES.has(code.slice(0, 2)))
    || PASSING_WORDS.test(error.message)
    || (error.cause !== undefined && isInfrastructureFailure(error.cause));
}
