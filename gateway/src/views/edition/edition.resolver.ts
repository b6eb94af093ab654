import { editionTerms, problemFrom, sectors, sectorWords } from '@zhibu/contracts';
import { exact, sum, toText } from '@zhibu/kernel';
import type {
  Decision,
  EditionAspect,
  EditionGrade,
  EditionItem,
  EditionRater,
  EditionRule,
  QueryEditionArgs,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { known, NEVER } from '../../request/subject-asked.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { editionById, type EditionRow } from './edition.lookup.ts';
import { quotaSays, rulesOf } from './edition.words.ts';

type Item = EditionRow['content']['aspects'][number]['items'][number];

export const editionResolvers: Resolvers = {
  Query: {
    async edition(_parent: unknown, { id }: QueryEditionArgs, { model }: GatewayContext): Promise<EditionRow | null> {
      const found = await editionById(model, id);
      return known(found, NEVER, { code: 'EDITION_UNKNOWN', field: 'id', id });
    },
  },
  Decision: {
    edition({ editionId }: Pick<Decision, 'editionId'>, _args: unknown, { model }: GatewayContext) {
      return typeof editionId === 'string' ? editionById(model, editionId) : null;
    },
  },
  Edition: {
    scheme: ({ content }: EditionRow): string => content.scheme,
    documentNo: ({ content }: EditionRow): string => content.documentNo,
    label: ({ content }: EditionRow): string => content.title,
    effectiveFrom: ({ content }: EditionRow): string => content.effectiveFrom,
    sector: ({ content }: EditionRow): string => content.sector,
    sectorLabel({ content: { sector } }: EditionRow, _args: unknown, { language }: GatewayContext): string {
      const known = sectors.find((one) => one === sector);
      return known ? sectorWords[known][language] : sector;
    },
    kinds: ({ content }: EditionRow): readonly string[] => editionTerms(content).subjects,
    grades({ content }: EditionRow, _args: unknown, { language }: GatewayContext): readonly EditionGrade[] {
      const { quotas } = editionTerms(content);
      return content.grades.map(({ code, label, standing, min }) => {
        const limits = quotas.filter(({ grade }) => grade === code).map((quota) => quotaSays(quota)[language]);
        return { grade: code, label, standing, from: plain(min), quota: limits.join(separator[language]) || null };
      });
    },
    raters: ({ content }: EditionRow): readonly EditionRater[] =>
      content.raters.map(({ code, label, weight }) => ({ rater: code, label, weight: plain(weight) })),
    aspects: ({ content }: EditionRow): readonly EditionAspect[] =>
      content.aspects.map(({ aspect, label, items }) => ({
        aspect,
        label,
        points: toText(sum(items.filter(({ scoring }) => scoring !== 'bonus').map(({ points }) => exact(points)))),
        items: items.map((item) => itemOf(content, item)),
      })),
    rules: ({ content }: EditionRow, _args: unknown, { language }: GatewayContext): readonly EditionRule[] =>
      rulesOf(content).map((rule) => ({ ...rule, says: rule.says[language], clause: content.documentNo })),
  },
};

const separator = { zh: '；', en: '; ' } as const;
const plain = (value: number): string => toText(exact(value));

function itemOf(content: EditionRow['content'], { code, text, points, criteria, scoring }: Item): EditionItem {
  return {
    item: code,
    says: text,
    points: plain(points),
    criteria: criteria ?? null,
    problemFrom: scoring === 'bonus' ? null : problemFrom(content, points),
  };
}
