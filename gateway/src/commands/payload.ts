import { refusal } from '@zhibu/contracts';
import type { InputShape } from './input-shape.ts';

/**
 * The payload that the contract knows, from the input that GraphQL let through: entries become maps again, and a null
 * that says nothing is a field left out. @throws Refusal INPUT_INVALID for a code that stands twice
 */
export function payloadOf(shape: InputShape, value: unknown, path = 'input'): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.kind) {
    case 'scalar':
      return value;
    case 'list':
      return listOf(value).map((item, index) => payloadOf(shape.of, item, `${path}.${index}`));
    case 'record':
      return record(shape, value, path);
    case 'object':
      return fields(shape, value, path);
  }
}

function fields(shape: InputShape & { readonly kind: 'object' }, value: unknown, path: string): object {
  const given = new Map(Object.entries(Object(value)));
  return Object.fromEntries(
    shape.fields.flatMap((field) => {
      const inner = payloadOf(field.shape, given.get(field.name), `${path}.${field.name}`);
      return inner === undefined || (inner === null && !field.nullable) ? [] : [[field.name, inner]];
    }),
  );
}

function record(shape: InputShape & { readonly kind: 'record' }, value: unknown, path: string): object {
  const result = new Map<string, unknown>();
  listOf(value).forEach((entry, index) => {
    const { code, value: inner } = Object(entry) as { code: string; value: unknown };
    const at = `${path}.${index}`;
    if (result.has(code))
      throw refusal('INPUT_INVALID', {
        errors: [{ field: `${at}.code`, problem: { zh: '重复出现', en: 'stands twice' } }],
      });
    result.set(code, payloadOf(shape.of, inner, `${at}.value`));
  });
  return Object.fromEntries(result);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
