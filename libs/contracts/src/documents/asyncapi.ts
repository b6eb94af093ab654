import { eventCatalogue } from '../catalogue.ts';
import { type EventContract, type ServiceName, services } from '../contract.ts';
import { asText, type Document, eventSchemaPath } from './schemas.ts';
import { sampleData } from './sample.ts';

/** AsyncAPI 3: one channel a service, which sends its events in the order of its log; the order within a stream is the law. */
export async function asyncApiDocument(): Promise<Document> {
  const contracts = Object.values(eventCatalogue);
  const sending = services.filter((service) => contracts.some((contract) => contract.service === service));
  const messages = await Promise.all(contracts.map(async (contract) => [contract.type, await messageOf(contract)]));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'zhibu 支部: facts between services',
      version: '1.0.0',
      description:
        'Generated from libs/contracts. At least once; ordered within a stream; no order between streams or services.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(sending.map((service) => [service, channelOf(service, contracts)])),
    operations: Object.fromEntries(
      sending.map((service) => [`${service}Sends`, { action: 'send', channel: { $ref: `#/channels/${service}` } }]),
    ),
    components: { messages: Object.fromEntries(messages) },
  };
  return { path: 'asyncapi.json', text: asText(document) };
}

function channelOf(service: ServiceName, contracts: readonly EventContract[]): object {
  const own = contracts.filter((contract) => contract.service === service);
  return {
    address: service,
    messages: Object.fromEntries(own.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
  };
}

async function messageOf(contract: EventContract): Promise<object> {
  return {
    name: contract.type,
    title: `${contract.type} v${contract.schemaVersion}`,
    tags: [{ name: contract.aggregate }],
    payload: { $ref: `./${eventSchemaPath(contract)}` },
    examples: [{ payload: await sampleData(contract.type, contract.schemaVersion) }],
  };
}
