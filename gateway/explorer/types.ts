import { type GraphQLNamedType, type GraphQLSchema, isInputObjectType, isObjectType, isScalarType } from 'graphql';

/** The types of the schema whose name, or a field's name, has the words in it: operations first, inputs last. */
export function listTypes(schema: GraphQLSchema, words: string): HTMLElement[] {
  const wanted = words.trim().toLowerCase();
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && matches(type, wanted),
  );
  return types
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map((type) => typeEntry(type, wanted !== ''));
}

const rank = (type: GraphQLNamedType): number =>
  type.name === 'Query' ? 0 : type.name === 'Mutation' ? 1 : isObjectType(type) ? 2 : isInputObjectType(type) ? 3 : 4;

interface Member {
  readonly signature: string;
  readonly says: string;
}

function membersOf(type: GraphQLNamedType): readonly Member[] {
  if (isObjectType(type)) {
    return Object.values(type.getFields()).map((field) => ({
      signature: `${field.name}${field.args.length > 0 ? `(${field.args.map((arg) => `${arg.name}: ${arg.type}`).join(', ')})` : ''}: ${field.type}`,
      says: field.description ?? '',
    }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => ({
      signature: `${field.name}: ${field.type}`,
      says: field.description ?? '',
    }));
  }
  return isScalarType(type) && type.description ? [{ signature: 'scalar', says: type.description }] : [];
}

const matches = (type: GraphQLNamedType, wanted: string): boolean =>
  type.name.toLowerCase().includes(wanted) ||
  membersOf(type).some((member) => member.signature.toLowerCase().includes(wanted));

function typeEntry(type: GraphQLNamedType, open: boolean): HTMLElement {
  const entry = document.createElement('details');
  entry.open = open;
  entry.append(words('summary', type.name));
  if (type.description) entry.append(words('p', type.description));
  const list = document.createElement('dl');
  for (const { signature, says } of membersOf(type)) {
    list.append(words('dt', signature));
    if (says) list.append(words('dd', says));
  }
  entry.append(list);
  return entry;
}

function words(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
