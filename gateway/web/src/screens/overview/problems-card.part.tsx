import { gradedAspectWords } from '@zhibu/contracts/vocabulary';
import { Aspects } from '../../charts/aspects.chart.tsx';
import type { OverviewProblemsQuery } from '../../generated/overview-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Count } from '../../parts/count.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { Path } from '../../parts/path.part.tsx';
import { language } from '../../words/language.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.overview;

/** 问题与整改: how far problems have come on the day, and who answers for the overdue. */
export function ProblemsCard({ data }: { readonly data: OverviewProblemsQuery }) {
  const { problems } = data.dashboard;
  const steps = [
    { label: says.identified, count: data.identified.totalCount },
    { label: says.rectifying, count: data.rectifying.totalCount },
    { label: says.reported, count: data.reported.totalCount, isWaiting: true },
    { label: says.verified, count: data.verified.totalCount, isWaiting: true },
    { label: says.closed, count: problems.closed, isDone: true },
  ];
  const answering = [
    { label: says.bySecretary, count: data.branchSecretary.totalCount },
    { label: says.byPartyGroup, count: data.partyGroup.totalCount },
    { label: says.byCommittee, count: data.workCommittee.totalCount },
  ];
  return (
    <Card title={says.problems} note={says.onTheDay} isWide>
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
export function AspectsCard({ data }: { readonly data: OverviewProblemsQuery }) {
  const counted = {
    'organization-setup': data.organizationSetup,
    'leadership-team': data.leadershipTeam,
    'member-education': data.memberEducation,
    'organizational-life': data.organizationalLife,
    'work-carriers': data.workCarriers,
    'venue-building': data.venueBuilding,
    'operating-mechanism': data.operatingMechanism,
    'basic-support': data.basicSupport,
  } satisfies Record<keyof typeof gradedAspectWords, { readonly totalCount: number }>;
  const counts = Object.entries(counted).map(([aspect, { totalCount }]) => ({
    aspect,
    label: labelOf(aspect),
    count: totalCount,
  }));
  return (
    <Card title={says.aspects} note={says.openOnes}>
      <Aspects counts={counts} figure={({ count }) => <Count of={count} />} />
    </Card>
  );
}

const labels = new Map(Object.entries(gradedAspectWords));
const labelOf = (aspect: string): string => labels.get(aspect)?.[language] ?? '';
