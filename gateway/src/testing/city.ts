import { History } from './history.ts';

/** A province, a city, a committee and units with branches, all registered and graded; `branches` of them, ten a unit. */
export function city(branches: number): History {
  const history = new History()
    .edition()
    .register('P', 'province')
    .register('T', 'city', 'P')
    .register('C', 'work-committee', 'T');
  for (let index = 0; index < branches; index += 1) {
    const unit = `U${String(Math.floor(index / 10)).padStart(3, '0')}`;
    const branch = `B${String(index).padStart(4, '0')}`;
    if (index % 10 === 0) history.register(unit, 'unit', 'C');
    history
      .register(branch, 'branch', unit)
      .grade(branch, '2021', { grade: 'lagging', type: 'PriorGradeRecorded' })
      .grade(branch, '2022', { grade: index % 3 === 0 ? 'lagging' : 'general' })
      .activity(branch, '2022-03-05', 'members-meeting');
  }
  return history;
}
