import type { OverviewProblemsQuery } from '../../generated/overview-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Count } from '../../parts/count.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { words } from '../../words/words.ts';

const says = words.overview;

/** 对照条例: how many organizations breach which regulation on the day. */
export function FindingsCard({ findings }: { readonly findings: OverviewProblemsQuery['dashboard']['findings'] }) {
  return (
    <Card title={says.findings} note={says.organizations}>
      {findings.length === 0 ? (
        <Empty says={says.noFindings} />
      ) : (
        <List
          caption={says.findings}
          rows={findings}
          keyOf={({ code }) => code}
          columns={[
            { title: says.finding, cell: ({ says: text }) => text, isHead: true },
            { title: says.organizations, cell: ({ organizations }) => <Count of={organizations} />, isNumber: true },
          ]}
        />
      )}
    </Card>
  );
}
