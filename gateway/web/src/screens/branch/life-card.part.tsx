import { Squares } from '../../charts/life.chart.tsx';
import type { BranchQuery } from '../../generated/branch.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { fill, words } from '../../words/words.ts';

const says = words.branch;

interface LifeOf {
  readonly activities: NonNullable<BranchQuery['branch']>['activities'];
  readonly year: number;
}

/** 组织生活: how many stretches of each cadence had at least one, and how many times in all. */
export function LifeCard({ activities, year }: LifeOf) {
  return (
    <Card title={says.life} note={fill(words.frame.moment.period, { period: year })}>
      <List
        caption={says.life}
        rows={activities}
        keyOf={({ kind }) => kind}
        columns={[
          { title: says.activity, cell: ({ label }) => label, isHead: true },
          { title: says.squares, cell: ({ met, due }) => <Squares met={met} due={due} />, isExtra: true },
          { title: says.met, cell: ({ met, due }) => fill(says.metOf, { met, due }), isNumber: true },
          { title: says.held, cell: ({ held }) => fill(says.times, { held }), isNumber: true },
        ]}
      />
    </Card>
  );
}
