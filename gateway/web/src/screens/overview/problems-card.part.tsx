import { gradedAspectWords } from '@zhibu/contracts/vocabulary';
import { Aspects } from '../../charts/aspects.chart.tsx';
import type { OverviewProblemsQuery } from '../../generated/overview-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Count } from '../../parts/count.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { Path } from '../../parts/path.part.tsx';
import { dayText } from '../../words/days.ts';
import { language } from '../../words/language.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.overview;

/** How problems stand, and on which day. */
interface ProblemsOf {
  readonly data: OverviewProblemsQuery;
  readonly day: string;
}

/** 问题与整改: how far problems have come on the day, and who answers for the overdue. */
export function ProblemsCard({ data, day }: ProblemsOf) {
  const { problems } = data.dashboard;
  const steps = [
    { label: says.identified, count: countOf(problems.byStatus, 'identified') },
    { label: says.rectifying, count: countOf(problems.byStatus, 'rectifying') },
    { label: says.reported, count: countOf(problems.byStatus, 'reported'), isWaiting: true },
    { label: says.verified, count: countOf(problems.byStatus, 'verified'), isWaiting: true },
    { label: says.closed, count: problems.closed, isDone: true },
  ];
  const answering = [
    { label: says.bySecretary, count: countOf(problems.byLevel, 'branch-secretary') },
    { label: says.byPartyGroup, count: countOf(problems.byLevel, 'party-group') },
    { label: says.byCommittee, count: countOf(problems.byLevel, 'work-committee') },
  ];
  return (
    <Card title={says.problems} note={fill(says.onTheDay, { day: dayText(day, language) })} isWide>
      <Path steps={steps} label={says.problems} />
      <ul class="answering">
        <li class={problems.overdue > 0 ? 'late' : undefined}>
          <Icon name="clock" /> {fill(says.overdue, { count: whole(problems.overdue) })}
        </li>
        {answering.map(({ label, count }) => (
          <li key={label}>
            {label} <Count of={count} />
          </li>
        ))}
        <li>
          {says.remediation} <Count of={data.remediations.totalCount} />
        </li>
      </ul>
    </Card>
  );
}

/** 问题在哪些方面: the open ones by the eight aspects, in the order of the standard. */
export function AspectsCard({ data, day }: ProblemsOf) {
  const counts = data.dashboard.problems.byAspect
    .filter(({ code }) => graded.has(code))
    .map(({ code, label, count }) => ({ aspect: code, label, count }));
  return (
    <Card title={says.aspects} note={fill(says.openOnes, { day: dayText(day, language) })}>
      <Aspects counts={counts} figure={({ count }) => <Count of={count} />} />
    </Card>
  );
}

/** The eight aspects of the standard; what is of none of them is no bar beside them. */
const graded: ReadonlySet<string> = new Set(Object.keys(gradedAspectWords));

const countOf = (counts: readonly { readonly code: string; readonly count: number }[], code: string): number =>
  counts.find((one) => one.code === code)?.count ?? 0;
