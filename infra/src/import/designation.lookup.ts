import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import { designationContract, type DesignationStatus, programmeKinds, programmeLevels } from '@zhibu/contracts';
import {
  committeeOf,
  designatingBodies,
  type Handover,
  type Known,
  type KnownDesignation,
  type KnownProgramme,
  placesOf,
} from '@zhibu/handover';
import { z } from 'zod';

const ABSENT = ['ORGANIZATION_UNKNOWN'];

/** What is found of the designations of a register: by body what it designates by, by organization what it is designated. */
export type Designating = Pick<Known, 'programmes' | 'designations'>;

/** Asks for the programmes of the bodies that a register speaks of, and for the designations under its work committees. */
export async function knownDesignations(platform: Platform, handover: Handover, known: Known): Promise<Designating> {
  const places = placesOf(handover, known);
  const isThere = (code: string): boolean => known.organizations.has(code);
  const programmes = new Map<string, readonly KnownProgramme[]>();
  for (const body of designatingBodies(handover, places).filter(isThere))
    programmes.set(body, await programmesOf(platform, body));
  const committees = new Set(handover.register.flatMap(({ code }) => committeeOf(places, code) ?? []));
  const designations = new Map<string, KnownDesignation[]>();
  for (const committee of [...committees].filter(isThere)) {
    for (const { organization, ...one } of await designationsUnder(platform, committee))
      designations.set(organization.id, [...(designations.get(organization.id) ?? []), one]);
  }
  return { programmes, designations };
}

const registered = z.object({
  id: z.string(),
  level: z.enum(programmeLevels),
  kind: z.enum(programmeKinds),
  since: z.string(),
  subjects: z.array(z.string()),
  approval: z.object({ code: z.string() }).nullable(),
  approvalDocumentNo: z.string().nullable(),
  revision: z.number(),
});

async function programmesOf(platform: Platform, code: string): Promise<readonly KnownProgramme[]> {
  const query = `query ($code: String!) { body: organization(code: $code) {
    programmes { id level kind since subjects approval { code } approvalDocumentNo revision } } }`;
  const schema = z.object({ body: z.object({ programmes: z.array(registered) }).nullable() });
  const { body } = await ask(platform, { query, variables: { code }, absent: ABSENT }, schema);
  return (body?.programmes ?? []).map(({ approval, approvalDocumentNo, ...one }) => ({
    ...one,
    approval: approval && { code: approval.code, documentNo: approvalDocumentNo ?? '' },
  }));
}

const isStatus = (text: string): text is DesignationStatus => Object.hasOwn(designationContract.statuses, text);

const designated = z.object({
  organization: z.object({ id: z.string() }),
  programme: z.string(),
  status: z.string().refine(isStatus),
  inForce: z.boolean(),
  prior: z.boolean(),
  since: z.string().nullable(),
  documentNo: z.string().nullable(),
});

async function designationsUnder(
  platform: Platform,
  under: string,
): Promise<readonly (KnownDesignation & { readonly organization: { readonly id: string } })[]> {
  const query = `query ($under: ID!, $first: Int!, $after: String) {
    designations(under: $under, first: $first, after: $after) {
      edges { node { organization { id } programme status inForce prior since documentNo } }
      pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ designations: connectionOf(designated) });
  return everyPage(async (after) => {
    const variables = { under, first: PAGE, after };
    return (await ask(platform, { query, variables, absent: ABSENT }, schema)).designations;
  });
}
