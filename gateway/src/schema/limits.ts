import { refusal } from '@zhibu/contracts';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { ENTRIES_A_PAGE } from '../request/page.ts';

/** A query may nest so deep, and select so many fields in so many entries; introspection of the schema is free. */
export const limits = { depth: 16, fields: 25_000 } as const;

interface Measuring {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Refuses a query too deep or too wide before anything is looked up. */
export const limitsPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (!operation) return;
      const fields = measure(operation, {
        schema,
        fragments: fragmentsOf(document),
        variables: request.variables ?? {},
      });
      if (fields > limits.fields) throw tooLarge({ field: 'first', fields, limit: limits.fields });
    },
  }),
};

interface Level {
  readonly type: string;
  readonly depth: number;
}

function measure(operation: OperationDefinitionNode, measuring: Measuring): number {
  const root = measuring.schema.getRootType(operation.operation);
  return root ? fieldsIn(operation.selectionSet, { type: root.name, depth: 1 }, measuring) : 0;
}

/** Fields that a selection can come to: those of a connection count once for every entry asked for. */
function fieldsIn(selection: SelectionSetNode, level: Level, measuring: Measuring): number {
  if (level.depth > limits.depth) throw tooLarge({ depth: level.depth, limit: limits.depth });
  return selection.selections.reduce((sum, node) => sum + fieldsOf(node, level, measuring), 0);
}

function fieldsOf(node: SelectionNode, level: Level, measuring: Measuring): number {
  switch (node.kind) {
    case Kind.FIELD:
      return fieldAndBelow(node, level, measuring);
    case Kind.INLINE_FRAGMENT:
      return fieldsIn(node.selectionSet, { ...level, type: node.typeCondition?.name.value ?? level.type }, measuring);
    case Kind.FRAGMENT_SPREAD: {
      const fragment = measuring.fragments.get(node.name.value);
      return fragment
        ? fieldsIn(fragment.selectionSet, { ...level, type: fragment.typeCondition.name.value }, measuring)
        : 0;
    }
  }
}

function fieldAndBelow(node: FieldNode, level: Level, measuring: Measuring): number {
  const type = measuring.schema.getType(level.type);
  const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
  if (!field) return 0;
  const below = { type: getNamedType(field.type).name, depth: level.depth + 1 };
  return 1 + (node.selectionSet ? fieldsIn(node.selectionSet, below, measuring) * entries(field, node, measuring) : 0);
}

/** How many entries a field asks for; a value outside of 1 to 200 is refused where the page is made. */
function entries(field: GraphQLField<unknown, unknown>, node: FieldNode, { variables }: Measuring): number {
  const first = field.args.find((argument) => argument.name === 'first');
  if (!first) return 1;
  const given = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const value = given ? valueOf(given, variables) : first.defaultValue;
  return typeof value === 'number' ? Math.min(Math.max(value, 1), ENTRIES_A_PAGE) : ENTRIES_A_PAGE;
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.VARIABLE ? variables[node.name.value] : undefined;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

function tooLarge(details: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError('QUERY_TOO_LARGE', {
    originalError: refusal('QUERY_TOO_LARGE', details),
    extensions: { http: { status: 400 } },
  });
}
