import { isDay } from '@zhibu/kernel';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A calendar day that exists; anything else is refused with its place. */
export const dateScalar = scalar('Date', {
  description: 'A calendar day of Asia/Shanghai that exists, ISO 8601: 2022-12-31',
  parse: (text) => (isDay(text) ? text : undefined),
  expected: 'a day that exists (YYYY-MM-DD)',
});

/**
 * An instant, always handed on as RFC 3339 in UTC with milliseconds. What is finer is cut off, never rounded up: facts
 * are recorded by the millisecond, so the same facts lie at or before both.
 */
export const dateTimeScalar = scalar('DateTime', {
  description: 'An instant with offset, RFC 3339: 2023-01-05T09:00:00+08:00',
  parse: instantOf,
  expected: 'an instant with offset (RFC 3339, like 2023-01-05T09:00:00+08:00)',
});

export const scalars = { Date: dateScalar, DateTime: dateTimeScalar };

function instantOf(text: string): string | undefined {
  const [, day, hour, minute, second, fraction = '', offset] = INSTANT.exec(text) ?? [];
  if (day === undefined || offset === undefined || !isDay(day)) return undefined;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  return new Date(`${day}T${hour}:${minute}:${second}.${milliseconds}${offset.toUpperCase()}`).toISOString();
}

/** A value as an error repeats it: an object is not written out, and a text not to its end. */
const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(String(value).slice(0, 40));

interface TextScalar {
  readonly description: string;
  readonly parse: (text: string) => string | undefined;
  readonly expected: string;
}

function scalar(name: string, { description, parse, expected }: TextScalar): GraphQLScalarType<string, string> {
  const read = (value: unknown): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw new RangeError(`${name} cannot represent ${shown(value)}: it is not ${expected}`);
    return parsed;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => read(value instanceof Date ? value.toISOString() : value),
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}
