import { asyncApiDocument } from './asyncapi.ts';
import { markdownDocument } from './table.ts';
import { type Document, schemaDocuments } from './schemas.ts';

export { withEventTable } from './table.ts';

/** Every document that is generated from the contracts, in the folder `generated`. */
export async function allDocuments(): Promise<readonly Document[]> {
  return [...schemaDocuments(), await asyncApiDocument(), markdownDocument()];
}

export const documentsFolder = new URL('../../generated/', import.meta.url);
/** Its table of events is written from the contracts, too. */
export const readmeFile = new URL('../../README.md', import.meta.url);
