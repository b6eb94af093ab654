/** Tells Nx the groups of specs as targets with a cache: `nx run @zhibu/kernel:test`, `nx run @zhibu/test:test-journeys`. */
import { groups, reportOf } from './groups.mjs';

export const name = 'zhibu-suites';

export const createNodes = ['{libs,services}/*/package.json', (files) => [[files[0], { projects: projects() }]]];

function projects() {
  const found = {};
  for (const group of groups()) {
    found[group.root] ??= { targets: {} };
    found[group.root].targets[group.target] = {
      command: `node infra/launcher/suite.mjs ${group.name}`,
      options: { cwd: '{workspaceRoot}' },
      inputs: group.inputs,
      outputs: [`{workspaceRoot}/${reportOf(group.name)}`],
      cache: true,
    };
  }
  return found;
}
