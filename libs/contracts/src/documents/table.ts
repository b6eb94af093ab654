import { aggregates } from '../aggregates.ts';
import { type AggregateContract, type EventContract, type ServiceName, services } from '../contract.ts';
import { commandSchemaPath, type Document, eventSchemaPath, jsonSchema } from './schemas.ts';

/** The event catalogue for people: a section an aggregate, a row an event. */
export function markdownDocument(): Document {
  const sections = services.flatMap((service) => contractsOf(service).map(sectionOf));
  const head =
    '# Events 事件目录\n\nGenerated from the contracts by `npm run catalogue -w @zhibu/contracts`; do not edit. A field with `?` may be absent.\n';
  return { path: 'events.md', text: [head, ...sections].join('\n') };
}

const contractsOf = (service: ServiceName): readonly AggregateContract[] =>
  Object.values<AggregateContract>(aggregates).filter((contract) => contract.service === service);

function sectionOf({ aggregate, service, streamName, events, commands }: AggregateContract): string {
  const links = Object.keys(commands).map((name) => `[${name}](${commandSchemaPath(name)})`);
  return [
    `## ${aggregate} (${service})\n`,
    `Stream: \`${streamName}\`. Commands: ${links.join(', ')}\n`,
    '| event | version | 说明 | meaning | says |',
    '|---|---|---|---|---|',
    ...Object.values(events).map(rowOf),
    '',
  ].join('\n');
}

function rowOf(event: EventContract): string {
  const { zh, en } = event.words;
  const cells = [`[${event.type}](${eventSchemaPath(event)})`, event.schemaVersion, zh, en, fieldsOf(event).join(', ')];
  return `| ${cells.join(' | ')} |`;
}

function fieldsOf({ schema }: EventContract): readonly string[] {
  const { properties, required } = jsonSchema(schema);
  return Object.keys(properties ?? {}).map((name) => (required?.includes(name) ? name : `${name}?`));
}

/** A README with its table of events, a row an aggregate, as the contracts have it now. */
export function withEventTable(readme: string): string {
  const rows = services.flatMap((service) =>
    contractsOf(service).map(
      ({ aggregate, streamName, events }) =>
        `| ${service} | ${aggregate} (\`${streamName}\`) | ${Object.keys(events).join(', ')} |`,
    ),
  );
  const table = ['| service | aggregate (stream) | events |', '|---|---|---|', ...rows].join('\n');
  return readme.replace(/^\| service \| aggregate .*\n(\|.*\n)*/m, `${table}\n`);
}
