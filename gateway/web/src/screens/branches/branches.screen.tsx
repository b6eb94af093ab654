import { useAnswer } from '../../answers/answers.ts';
import { branchesDocument, type BranchesQuery } from '../../generated/branches.document.ts';
import { momentIn } from '../../moment.ts';
import { addressOf } from '../../navigation.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { crumbsOf } from '../../parts/crumbs.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Grade, lookOf } from '../../parts/grade.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { type Column, List } from '../../parts/list.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { Pager } from '../../parts/pager.part.tsx';
import { type ScreenOf, useAddress } from '../../router.ts';
import { labelOfScheme } from '../../scheme.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import { askedIn, type BranchesAsked } from './asked.ts';

const says = words.branches;

type Row = BranchesQuery['branches']['edges'][number]['node'];

/** 支部名单: the branches under an organization, by code; those of a grade in a year, where the address names them. */
export function BranchesScreen({ path: { id = '' } }: ScreenOf) {
  const { search } = useAddress();
  const { asOf, knownAt, period } = momentIn(search);
  const asked = askedIn(search);
  const { scheme, grade, after } = asked;
  const filter = { scheme, ...(grade === undefined ? {} : { grade }), ...(period === undefined ? {} : { period }) };
  const answer = useAnswer(branchesDocument, {
    id,
    filter,
    scheme,
    period,
    asOf: asOf ?? lastDayOf(period),
    knownAt,
    after,
  });
  return <Answer of={answer}>{(data) => <Branches data={data} asked={asked} period={period} />}</Answer>;
}

interface BranchesOf {
  readonly data: BranchesQuery;
  readonly asked: BranchesAsked;
  readonly period: string | undefined;
}

function Branches({ data: { organization, branches }, asked, period }: BranchesOf) {
  const rows = branches.edges.map(({ node }) => node);
  const { totalCount, pageInfo } = branches;
  return (
    <Page
      title={fill(says.title, { name: organization?.name ?? '' })}
      beside={fill(says.size, { parts: partsOf(rows, asked, period), count: whole(totalCount) })}
      crumbs={organization ? crumbsOf(organization) : undefined}
      moment={{ period, asOf: lastDayOf(period) }}
    >
      <Card title={says.branches} note={says.byCode}>
        {rows.length === 0 ? <Empty says={says.none} /> : <Rows rows={rows} isOfYear={period !== undefined} />}
        <Pager after={pageInfo.hasNextPage ? pageInfo.endCursor : null} isFirst={asked.after === undefined} />
      </Card>
    </Page>
  );
}

const lastDayOf = (period: string | undefined): string | undefined =>
  period === undefined ? undefined : `${period}-12-31`;

/** Of which year, scheme and grade the listed ones are. */
function partsOf([first]: readonly Row[], { scheme, grade }: BranchesAsked, period: string | undefined): string {
  const year = period === undefined ? [] : [fill(words.frame.moment.period, { period })];
  const label = grade === undefined || !first?.rating ? [] : [first.rating.label];
  return [...year, labelOfScheme(scheme), ...label].join(' ');
}

const openProblemsColumn: Column<Row> = {
  title: says.openProblems,
  cell: ({ openProblems }) => whole(openProblems),
  isNumber: true,
};

/** What stands open is of today: beside a year's grade it would be taken for that year's. */
function Rows({ rows, isOfYear }: { readonly rows: readonly Row[]; readonly isOfYear: boolean }) {
  return (
    <List
      caption={says.branches}
      rows={rows}
      keyOf={({ organization }) => organization.id}
      columns={[
        {
          title: says.branch,
          isHead: true,
          cell: ({ organization: { id, name } }) => <Link to={addressOf({ id, kind: 'branch' })}>{name}</Link>,
        },
        {
          title: says.parent,
          cell: ({ organization: { parent } }) => (parent ? <Link to={addressOf(parent)}>{parent.name}</Link> : ''),
        },
        {
          title: says.grade,
          cell: ({ rating }) =>
            rating ? <Grade label={rating.label} look={lookOf(rating.standing)} /> : words.frame.ungraded,
        },
        { title: says.score, cell: ({ rating }) => rating?.score ?? '', isNumber: true },
        ...(isOfYear ? [] : [openProblemsColumn]),
      ]}
    />
  );
}
