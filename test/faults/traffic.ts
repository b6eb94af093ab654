import type { Chance } from './chance.ts';
import type { Wanted } from '../support/load.ts';

/** The organizations that stand before the first fault, highest first. */
export const province = '990900';
export const unit = '990900-SZGW-001';
const tree: readonly Wanted[] = [
  { code: province, kind: 'province', name: '某省' },
  { code: '990901', kind: 'city', parentId: province, name: '某市' },
  { code: '990900-SZGW', kind: 'work-committee', parentId: '990901', name: '市直工委' },
  { code: unit, kind: 'unit', parentId: '990900-SZGW', name: '市档案馆' },
].map((data) => ({ name: 'RegisterOrganization', data: { ...data, openedOn: '2010-01-01' } }));

export const setUp = tree;

/** Commands by the service that decides them. */
export const commandsOf = {
  organization: new Set([
    'RegisterOrganization',
    'ReportMembership',
    'RecordActivity',
    'ConfirmSecretary',
    'SetProfile',
  ]),
  assessment: new Set(['RecordPriorGrade']),
} as const;

const BRANCHES_AT_FIRST = 20;
const MOST_BRANCHES = 400;
const WORDS = ['红色', '先锋', '服务', '初心', '担当'] as const;

/** What people send on a working day, mixed by chance: registrations, memberships, activities, secretaries, grades from before. */
export class Traffic {
  private readonly chance: Chance;
  private readonly prefix: string;
  private readonly branches: string[] = [];
  private registered = 0;
  private counter = 0;

  /** @param prefix keeps the branches of one load apart from those of another on the same platform */
  constructor(chance: Chance, prefix: string) {
    this.chance = chance;
    this.prefix = prefix;
  }

  /** Told of each acknowledged command: a branch of its own takes part from its registration on. */
  acknowledged({ name, data }: Wanted): void {
    if (name !== 'RegisterOrganization' || !('code' in data)) return;
    const code = String(data.code);
    if (code.startsWith(`${unit}-${this.prefix}`)) this.branches.push(code);
  }

  /** Told of registrations that the platform knows nothing of any more. */
  forget(lost: readonly Wanted[]): void {
    const codes = new Set(lost.flatMap(({ data }) => ('code' in data ? [String(data.code)] : [])));
    for (const [index, branch] of [...this.branches.entries()].reverse())
      if (codes.has(branch)) this.branches.splice(index, 1);
  }

  next(): Wanted {
    const share = this.chance.next();
    if (this.registers(share)) return this.registration();
    const branch = this.chance.of(this.branches);
    if (share < 0.7 && share >= 0.45) return this.priorGrade(branch);
    return share < 0.45 ? this.report(branch, share) : this.activity(branch);
  }

  private registers(share: number): boolean {
    if (this.registered < BRANCHES_AT_FIRST || this.branches.length === 0) return true;
    return share < 0.08 && this.registered < MOST_BRANCHES;
  }

  private report(branch: string, share: number): Wanted {
    if (share < 0.25)
      return {
        name: 'ReportMembership',
        data: {
          organizationId: branch,
          effectiveOn: this.day(),
          fullMembers: this.chance.between(1, 60),
          probationaryMembers: this.chance.between(0, 5),
        },
      };
    if (share < 0.35)
      return {
        name: 'ConfirmSecretary',
        data: { organizationId: branch, effectiveOn: this.day(), personId: `P-${this.chance.between(1, 9999)}` },
      };
    return {
      name: 'SetProfile',
      data: { organizationId: branch, effectiveOn: this.day(), brand: `${this.chance.of(WORDS)}${this.counter}` },
    };
  }

  /** Many cheap commands of one kind, for a backlog. */
  activity(branch = this.chance.of(this.branches)): Wanted {
    this.counter += 1;
    return {
      name: 'RecordActivity',
      data: {
        branchId: branch,
        externalId: `${this.prefix}-${this.counter}`,
        kind: 'party-day',
        heldOn: this.day(),
        attendance: this.chance.between(1, 60),
      },
    };
  }

  private registration(): Wanted {
    this.registered += 1;
    const code = `${unit}-${this.prefix}${String(this.registered).padStart(4, '0')}`;
    return {
      name: 'RegisterOrganization',
      data: {
        code,
        kind: 'branch',
        parentId: unit,
        name: `${this.prefix}第${this.registered}党支部`,
        openedOn: '2012-01-01',
      },
    };
  }

  private priorGrade(branchId: string): Wanted {
    const period = String(this.chance.between(2013, 2021));
    this.counter += 1;
    return {
      name: 'RecordPriorGrade',
      data: {
        branchId,
        scheme: 'classification',
        period,
        grade: this.chance.of(['advanced', 'general', 'lagging']),
        basis: { documentNo: `市直工发〔${period}〕${this.counter}号` },
        source: '历史档案',
      },
    };
  }

  private day(): string {
    return `${this.chance.between(2013, 2025)}-${String(this.chance.between(1, 12)).padStart(2, '0')}-${String(this.chance.between(1, 28)).padStart(2, '0')}`;
  }
}
