import type { OverviewProblemsQuery } from '../../generated/overview-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Count } from '../../parts/count.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { dayText } from '../../words/days.ts';
import { language } from '../../words/language.ts';
import { fill, words } from '../../words/words.ts';

const says = words.overview;

interface FindingsOf {
  readonly findings: OverviewProblemsQuery['dashboard']['findings'];
  readonly day: string;
}

/** 对照条例: how many organizations breach which regulation on the day. */
export function FindingsCard({ findings, day }: FindingsOf) {
  return (
    <Card title={says.findings} note={fill(says.breachesOn, { day: dayText(day, language) })}>
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
