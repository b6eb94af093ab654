import { documentContract, documentEvents, documentKinds, type DocumentStatus } from '@zhibu/contracts';
import type { IssuedDocument, QueryDocumentArgs, QueryDocumentsArgs } from '../../generated/schema.ts';
import { instanceAt, instancesUnder, isThere, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { known, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import { organizationAt } from '../organization/organization.resolver.ts';

/** 印发文书: which paper bears a number. */
export const document = processView(documentContract, {
  key: ['documentNo'],
  under: 'organizationId',
  ofEveryKind: true,
});

export const sdl = `
extend type Query {
  "null: nothing was issued under the number by then."
  document(documentNo: String!, asOf: Date, knownAt: DateTime): IssuedDocument
  "What the living organizations under one issued, itself included; by the code of who issued it, then by number."
  documents(under: ID!, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): IssuedDocumentConnection!
}

"印发文书: name: the kind of document; sha256: the hash at its foot, of what it shows of ofDay, as known at ofInstant."
type IssuedDocument {
  documentNo: String!
  "who issued it"
  organization: Organization!
  name: String!
  "the kind in words"
  label: String!
  "the service whose decision it tells of"
  service: String!
  issuedOn: Date!
  sha256: String!
  ofDay: Date!
  ofInstant: DateTime!
  asked: [AskedOfDocument!]!
}

type AskedOfDocument { field: String!  value: String! }
`;

type Node = ProcessNode<DocumentStatus>;

const issuedIn = ({ steps }: Node) => documentEvents.DocumentIssued.schema.parse(steps.at(-1)?.said);

export const answering: Answering = {
  view: document.view,
  resolvers: {
    Query: {
      async document(_: unknown, { documentNo, ...args }: QueryDocumentArgs, context: GatewayContext) {
        const found = await instanceAt(document, { context, moment: await context.moment(args) }, documentNo);
        const asked = { code: 'DOCUMENT_UNKNOWN', field: 'documentNo', id: documentNo } as const;
        return known(found, () => isThere(document, context, documentNo), asked);
      },
      async documents(_: unknown, { under, ...args }: QueryDocumentsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        return instancesUnder(document, { context, moment }, { under: subtree, where: () => [], args });
      },
    },
    IssuedDocument: {
      documentNo: (node: Node): IssuedDocument['documentNo'] => issuedIn(node).documentNo,
      organization: ({ organizationId, moment }: Node, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      name: (node: Node): IssuedDocument['name'] => issuedIn(node).name,
      label: (node: Node, _: unknown, { language }: GatewayContext): IssuedDocument['label'] =>
        documentKinds[issuedIn(node).name][language],
      service: (node: Node): IssuedDocument['service'] => documentKinds[issuedIn(node).name].service,
      issuedOn: (node: Node): IssuedDocument['issuedOn'] => issuedIn(node).effectiveOn,
      sha256: (node: Node): IssuedDocument['sha256'] => issuedIn(node).sha256,
      ofDay: (node: Node): IssuedDocument['ofDay'] => issuedIn(node).asOf,
      ofInstant: (node: Node): IssuedDocument['ofInstant'] => issuedIn(node).knownAt,
      asked: (node: Node): IssuedDocument['asked'] => issuedIn(node).asked,
    },
  },
};
