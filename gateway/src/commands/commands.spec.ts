import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commandCatalogue, editionContent } from '@zhibu/contracts';
import { buildSchema, coerceInputValue, isInputType } from 'graphql';
import { typeDefinitions } from '../schema/type-definitions.ts';
import { commandInputs } from './input-shape.ts';
import { commandSdl } from './input-sdl.ts';
import { payloadOf } from './payload.ts';

const schema = buildSchema(typeDefinitions().join('\n'));
const edition: unknown = JSON.parse(
  readFileSync(new URL('../../../infra/demo/editions/classification-2022.json', import.meta.url), 'utf8'),
);

function shapeOf(name: string) {
  const input = commandInputs().find(({ contract }) => contract.name === name);
  if (!input) throw new Error(`no command ${name}`);
  return input.shape;
}

/** A map of the contracts as GraphQL has it. */
const entries = (map: object): object[] => Object.entries(map).map(([code, value]) => ({ code, value }));

describe('the mutations', () => {
  it('are those of the contracts: the checked-in schema is what would be generated now', () => {
    expect(readFileSync(new URL('./commands.graphql', import.meta.url), 'utf8')).toBe(commandSdl());
  });

  it('are one for every command, by its name in lowerCamelCase, with one input and a CommandOutcome', () => {
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(fields.map((field) => field.name).sort()).toEqual(
      Object.keys(commandCatalogue)
        .map((name) => name[0]?.toLowerCase() + name.slice(1))
        .sort(),
    );
    for (const field of fields) {
      expect(field.args.map((arg) => arg.name)).toEqual(['input']);
      expect(String(field.type)).toBe('CommandOutcome!');
    }
  });

  it('take every payload of the contracts: an edition goes through GraphQL and comes out as it was', () => {
    const content = Object(edition);
    const input = { content: { ...content, poll: { ...content.poll, scores: entries(content.poll.scores) } } };
    const type = schema.getType('DraftEditionInput');
    if (!isInputType(type)) throw new Error('no input');
    const payload = Object(payloadOf(shapeOf('DraftEdition'), coerceInputValue(input, type)));
    expect(payload.content).toEqual(content);
    expect(editionContent.safeParse(payload.content).success).toBe(true);
  });

  it('give a null that says something on, and leave out one that does not', () => {
    const fields = [{ field: 'members', reported: '3', system: null }];
    expect(
      payloadOf(shapeOf('RecordDataMatch'), { branchId: 'b', scheme: 's', period: '2022', source: 'x', fields }),
    ).toEqual({ branchId: 'b', scheme: 's', period: '2022', source: 'x', fields });
    expect(
      payloadOf(shapeOf('RegisterOrganization'), {
        code: 'a',
        kind: 'province',
        parentId: null,
        name: 'n',
        openedOn: '2020-01-01',
      }),
    ).toEqual({ code: 'a', kind: 'province', name: 'n', openedOn: '2020-01-01' });
  });

  it('turn ballots by option into the map of the contract', () => {
    const input = {
      branchId: 'b',
      scheme: 's',
      period: '2022',
      ballots: 3,
      answers: entries({ satisfied: 2, neutral: 1 }),
    };
    expect(payloadOf(shapeOf('RecordPoll'), input)).toMatchObject({ answers: { satisfied: 2, neutral: 1 } });
  });

  it('refuse a code that stands twice, naming it', () => {
    const answers = [
      { code: 'satisfied', value: 1 },
      { code: 'satisfied', value: 2 },
    ];
    expect(() => payloadOf(shapeOf('RecordPoll'), { answers })).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        details: { errors: [{ field: 'input.answers.1.code', problem: { zh: '重复出现', en: 'stands twice' } }] },
      }),
    );
  });
});
