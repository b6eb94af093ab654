/** SQLSTATE classes that say "not now" rather than "never": connection, resources, intervention, rollback, system. */
const PASSING_CLASSES = new Set(['08', '53', '57', '58', '40', '55', '25']);
const PASSING_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** A statement after one that failed: whatever failed before it did so for a reason of its own, which may well last. */
const LASTING_CODES = new Set(['25P02']);
const PASSING_WORDS =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/** Thrown where it is known that the same may succeed later: it blocks and is tried again, and parks nothing. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
}

/** Whether an error comes from the infrastructure and may pass; every other one is deterministic. */
export function isInfrastructureFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof PassingFailure) return true;
  return (
    isPassingCode('code' in error ? error.code : undefined) ||
    PASSING_WORDS.test(error.message) ||
    (error.cause !== undefined && isInfrastructureFailure(error.cause))
  );
}

function isPassingCode(code: unknown): boolean {
  if (typeof code !== 'string') return false;
  return (
    PASSING_CODES.has(code) || (code.length === 5 && PASSING_CLASSES.has(code.slice(0, 2)) && !LASTING_CODES.has(code))
  );
}
