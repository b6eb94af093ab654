import { commandInputs, type CommandInput, type InputField, type InputShape } from './input-shape.ts';

const HEAD = `# Generated from the commands of @zhibu/contracts by \`npm run generate\`; a spec proves it fresh.
# A map of the contracts, which GraphQL does not have, is a list of entries.

`;

/** The mutations and their inputs in SDL, one for every command of the contracts. */
export function commandSdl(): string {
  const inputs = commandInputs();
  const types = new Map<string, string>();
  for (const input of inputs) collect(rooted(input), types);
  const mutations = inputs.map(
    ({ mutation, contract, shape }) =>
      `  "${contract.name}, decided by ${contract.service}"\n  ${mutation}(input: ${shape.name}!): CommandOutcome!`,
  );
  return `${HEAD}type Mutation {\n${mutations.join('\n')}\n}\n\n${[...types.values()].join('\n')}`;
}

const text: InputShape = { kind: 'scalar', scalar: 'String' };
const onBehalf: InputShape = {
  kind: 'object',
  name: 'OnBehalfInput',
  fields: [
    { name: 'personId', shape: text, required: true, nullable: false },
    { name: 'documentNo', shape: text, required: true, nullable: false },
  ],
};

const PROTOCOL: readonly InputField[] = [
  { name: 'commandId', shape: { kind: 'scalar', scalar: 'ID' }, required: false, nullable: false },
  { name: 'expectedRevision', shape: { kind: 'scalar', scalar: 'Int' }, required: false, nullable: false },
  { name: 'onBehalf', shape: onBehalf, required: false, nullable: false },
];

/** What the protocol adds to a payload; see the head of the contract. */
function rooted({ shape }: CommandInput): InputShape {
  return { ...shape, fields: [...shape.fields, ...PROTOCOL] };
}

function collect(shape: InputShape, types: Map<string, string>): void {
  switch (shape.kind) {
    case 'scalar':
      return;
    case 'list':
      return collect(shape.of, types);
    case 'record': {
      types.set(entryType(shape.of), `input ${entryType(shape.of)} { code: String!  value: ${typeName(shape.of)}! }\n`);
      return collect(shape.of, types);
    }
    case 'object': {
      types.set(shape.name, `input ${shape.name} {\n${shape.fields.map(fieldLine).join('\n')}\n}\n`);
      for (const field of shape.fields) collect(field.shape, types);
    }
  }
}

function fieldLine({ name, shape, required, nullable }: InputField): string {
  const says = shape.kind === 'scalar' && shape.oneOf ? `  "one of ${shape.oneOf.join(', ')}"\n` : '';
  return `${says}  ${name}: ${typeName(shape)}${required && !nullable ? '!' : ''}`;
}

function typeName(shape: InputShape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.scalar;
    case 'list':
      return `[${typeName(shape.of)}!]`;
    case 'record':
      return `[${entryType(shape.of)}!]`;
    case 'object':
      return shape.name;
  }
}

const entryType = (of: InputShape): string => `${typeName(of)}EntryInput`;
