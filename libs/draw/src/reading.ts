import { DrawFault } from './fault.ts';
import type { Share, Substitution } from './outcome.ts';
import { FORMAT } from './population.ts';
import type { Receipt, ReceiptBody } from './receipt.ts';
import { isHexOf32, nonceOf } from './reveal.ts';

/**
 * More than a million branches with long codes take; what is larger is no receipt. Nothing nested is walked but what the
 * format knows, so that depth costs nothing.
 */
const MOST_BYTES = 64 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;
type Reader<Value> = (value: unknown, place: string) => Value;

/** A receipt from the bytes of its file. @throws DrawFault for what is too large, no JSON, or of another shape or format */
export function receiptOfBytes(bytes: Uint8Array): Receipt {
  if (bytes.length > MOST_BYTES)
    throw new DrawFault('RECEIPT_TOO_LARGE', { place: 'receipt', named: String(bytes.length) });
  return readReceipt(parsed(bytes));
}

function parsed(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    throw new DrawFault('RECEIPT_UNREADABLE', { place: 'receipt' });
  }
}

/** A receipt from parsed JSON; fields that the format does not know are passed over. @throws DrawFault */
export function readReceipt(value: unknown): Receipt {
  const fields = fieldsOf(value, 'receipt');
  if (fields['format'] !== FORMAT) {
    const named = typeof fields['format'] === 'string' ? fields['format'] : '';
    throw new DrawFault('FORMAT_FOREIGN', { place: 'format', named });
  }
  const at = <Value>(name: string, read: Reader<Value>): Value => read(fields[name], name);
  return {
    format: FORMAT,
    draw: at('draw', textOf),
    sample: at('sample', numberOf),
    bodies: at('bodies', listOf(bodyOf)),
    branches: at('branches', listOf(pairOf)),
    excluded: at('excluded', listOf(pairOf)),
    checkpoint: at('checkpoint', textOrNull),
    populationHash: at('populationHash', hashOf),
    seed: at('seed', hashOf),
    shares: at('shares', listOf(shareOf)),
    drawn: at('drawn', listOf(textOf)),
    substituted: at('substituted', listOf(substitutionOf)),
  };
}

const malformed = (place: string): DrawFault => new DrawFault('FIELD_MALFORMED', { place });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldsOf(value: unknown, place: string): Fields {
  if (isFields(value)) return value;
  throw malformed(place);
}

function textOf(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw malformed(place);
}

const textOrNull = (value: unknown, place: string): string | null => (value === null ? null : textOf(value, place));

function numberOf(value: unknown, place: string): number {
  if (typeof value === 'number') return value;
  throw malformed(place);
}

function hashOf(value: unknown, place: string): string {
  const text = textOf(value, place);
  if (isHexOf32(text)) return text;
  throw malformed(place);
}

function listOf<Value>(read: Reader<Value>): Reader<readonly Value[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw malformed(place);
    return value.map((one: unknown, index) => read(one, `${place}[${index}]`));
  };
}

function pairOf(value: unknown, place: string): readonly [string, string] {
  if (!Array.isArray(value) || value.length !== 2) throw malformed(place);
  const [code, beside]: readonly unknown[] = value;
  return [textOf(code, place), textOf(beside, place)];
}

function bodyOf(value: unknown, place: string): ReceiptBody {
  const fields = fieldsOf(value, place);
  const id = textOf(fields['id'], `${place}.id`);
  const commitment = textOf(fields['commitment'], `${place}.commitment`);
  if (!isHexOf32(commitment)) throw new DrawFault('COMMITMENT_MALFORMED', { place: `${place}.commitment`, named: id });
  const { nonce, missed } = fields;
  if (nonce === undefined && missed === true) return { id, commitment, missed };
  if (nonce === undefined || missed !== undefined) throw new DrawFault('REVEAL_UNCLEAR', { place, named: id });
  const text = textOf(nonce, `${place}.nonce`);
  nonceOf(text, id, `${place}.nonce`);
  return { id, commitment, nonce: text };
}

function shareOf(value: unknown, place: string): Share {
  const { stratum, of, drawn } = fieldsOf(value, place);
  return {
    stratum: textOf(stratum, `${place}.stratum`),
    of: numberOf(of, `${place}.of`),
    drawn: numberOf(drawn, `${place}.drawn`),
  };
}

function substitutionOf(value: unknown, place: string): Substitution {
  const { branch, by, reason } = fieldsOf(value, place);
  return {
    branch: textOf(branch, `${place}.branch`),
    by: textOrNull(by, `${place}.by`),
    reason: textOf(reason, `${place}.reason`),
  };
}
