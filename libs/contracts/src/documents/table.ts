import { commandCatalogue, eventCatalogue } from '../catalogue.ts';
import { type EventContract, type ServiceName, services } from '../contract.ts';
import { eventWords } from '../vocabulary.ts';
import { commandSchemaPath, type Document, eventSchemaPath, jsonSchema } from './schemas.ts';

/** The event catalogue for people: a section an aggregate, a row an event. */
export function markdownDocument(): Document {
  const sections = services.flatMap((service) =>
    aggregatesOf(service).map((aggregate) => sectionOf(service, aggregate)),
  );
  const head =
    '# Events 事件目录\n\nGenerated from the contracts by `npm run catalogue -w @zhibu/contracts`; do not edit. A field with `?` may be absent.\n';
  return { path: 'events.md', text: [head, ...sections].join('\n') };
}

function aggregatesOf(service: ServiceName): readonly string[] {
  return [
    ...new Set(
      Object.values(eventCatalogue)
        .filter((event) => event.service === service)
        .map((event) => event.aggregate),
    ),
  ];
}

function sectionOf(service: ServiceName, aggregate: string): string {
  const events = Object.values(eventCatalogue).filter(
    (event) => event.service === service && event.aggregate === aggregate,
  );
  const commands = Object.values(commandCatalogue).filter(
    (command) => command.service === service && command.aggregate === aggregate,
  );
  return [
    `## ${aggregate} (${service})\n`,
    `Commands: ${commands.map(({ name }) => `[${name}](${commandSchemaPath(name)})`).join(', ')}\n`,
    '| event | version | 说明 | meaning | says |',
    '|---|---|---|---|---|',
    ...events.map(rowOf),
    '',
  ].join('\n');
}

function rowOf(event: EventContract): string {
  const words = eventWords[event.type];
  const cells = [
    `[${event.type}](${eventSchemaPath(event)})`,
    event.schemaVersion,
    words?.zh ?? '',
    words?.en ?? '',
    fieldsOf(event).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function fieldsOf({ schema }: EventContract): readonly string[] {
  const { properties, required } = jsonSchema(schema);
  return Object.keys(properties ?? {}).map((name) => (required?.includes(name) ? name : `${name}?`));
}
