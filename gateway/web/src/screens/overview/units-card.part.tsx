import { useState } from 'preact/hooks';
import type { OverviewQuery } from '../../generated/overview.document.ts';
import { addressOf } from '../../navigation.ts';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { looksOf } from '../../parts/grade.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { type Column, List } from '../../parts/list.part.tsx';
import { StackedBar } from '../../parts/stacked-bar.part.tsx';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.overview;

type Unit = OverviewQuery['dashboard']['byChild'][number];

/** 各单位: what stands directly under the organization, by code, never by figures. */
export function UnitsCard({ units }: { readonly units: readonly Unit[] }) {
  const [text, setText] = useState('');
  const [onlyUngraded, setOnlyUngraded] = useState(false);
  const shown = units.filter(
    (unit) => unit.organization.name.includes(text.trim()) && (!onlyUngraded || unit.ungraded > 0),
  );
  return (
    <Card title={says.units} note={says.byCode} more={fill(says.shown, { count: whole(shown.length) })} isWide>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <input
          type="search"
          value={text}
          aria-label={says.filter}
          placeholder={says.filter}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <label class="choice">
          <input
            type="checkbox"
            checked={onlyUngraded}
            onChange={({ currentTarget }) => setOnlyUngraded(currentTarget.checked)}
          />
          {says.onlyUngraded}
        </label>
      </form>
      {shown.length === 0 ? (
        <Empty says={says.noUnits} />
      ) : (
        <List
          caption={says.units}
          rows={shown}
          keyOf={({ organization }) => organization.id}
          columns={columnsOf(units)}
        />
      )}
    </Card>
  );
}

function columnsOf(units: readonly Unit[]): readonly Column<Unit>[] {
  const [first] = units;
  const grades = first?.grades ?? [];
  const looks = looksOf(grades);
  const sharesOf = (unit: Unit) =>
    unit.grades.map(({ grade, label, count }) => ({ label, count, look: looks.get(grade) ?? 'ungraded' }) as const);
  return [
    {
      title: says.unit,
      isHead: true,
      cell: ({ organization }) => <Link to={addressOf(organization)}>{organization.name}</Link>,
    },
    { title: says.branches, isNumber: true, cell: ({ branches }) => whole(branches) },
    {
      title: says.distribution,
      isExtra: true,
      cell: (unit) => <StackedBar shares={sharesOf(unit)} rest={unit.ungraded} />,
    },
    ...grades.map(({ grade, label }) => ({
      title: label,
      isNumber: true,
      cell: (unit: Unit) => whole(unit.grades.find((each) => each.grade === grade)?.count ?? 0),
    })),
    { title: words.frame.ungraded, isNumber: true, cell: ({ ungraded }) => whole(ungraded) },
  ];
}
