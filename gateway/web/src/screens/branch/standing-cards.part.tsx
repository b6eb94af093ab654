import type { BranchQuery } from '../../generated/branch.document.ts';
import type { BranchProblemsQuery } from '../../generated/branch-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.branch;

type Problem = BranchProblemsQuery['problems']['edges'][number]['node'];

/** 未销号问题, by due date: what it is, how far it has come, who answers for it, until when. */
export function ProblemsCard({
  problems: { totalCount, edges },
}: {
  readonly problems: BranchProblemsQuery['problems'];
}) {
  return (
    <Card title={says.openProblems} note={fill(says.pieces, { count: whole(totalCount) })} isWide>
      {edges.length === 0 ? (
        <Empty says={says.noProblems} />
      ) : (
        <List
          caption={says.openProblems}
          rows={edges.map(({ node }) => node)}
          keyOf={({ id }) => id}
          columns={[
            {
              title: says.problem,
              cell: ({ itemText, note, aspectLabel }) => itemText ?? note ?? aspectLabel,
              isHead: true,
            },
            { title: says.source, cell: ({ source }) => source.label },
            { title: says.status, cell: StatusOf },
            { title: says.post, cell: ({ rectification }) => rectification?.post ?? says.noPost },
            { title: says.due, cell: ({ rectification, openBy }) => rectification?.dueOn ?? openBy ?? '' },
          ]}
        />
      )}
      {totalCount > edges.length ? <p class="note">{fill(says.firstOf, { count: whole(edges.length) })}</p> : null}
    </Card>
  );
}

function StatusOf({ statusLabel, overdue, daysOverdue }: Problem) {
  if (!overdue) return <Tag>{statusLabel}</Tag>;
  return (
    <Tag look="late" icon="clock">
      {fill(says.overdue, { days: whole(daysOverdue) })}
    </Tag>
  );
}

/** 对照条例: what in the register breaches the regulations, with the clause. */
export function FindingsCard({
  findings,
}: {
  readonly findings: NonNullable<BranchQuery['branch']>['organization']['findings'];
}) {
  return (
    <Card title={says.findings}>
      {findings.length === 0 ? (
        <Empty says={says.noFindings} />
      ) : (
        <ul class="conditions">
          {findings.map(({ code, clause, article, says: text }) => (
            <li key={code} class="held">
              <span>{text}</span>
              <span class="note">{[clause, article].filter((part) => part !== null).join(' ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
