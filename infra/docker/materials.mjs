/** What an image is made of, for those who look for a flaw or a licence: by the lock, as far as it lies in the image. */
import { posix } from 'node:path';

/** Of a package that only builds the pages npm says so, and yet the pages hold it. */
const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * The packages of which files lie in a bundle, by their paths in the lock.
 * @param inputs the files that esbuild has bundled, relative to the folder
 */
export function bundledOf(inputs, folder) {
  const paths = inputs.map((input) => posix.join(folder, input));
  return paths.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
}

/**
 * A CycloneDX bill with what is held only.
 * @param bill as `npm sbom` makes it of the whole lock: what it leaves out itself (`--omit`) is more than development needs
 * @param lock package-lock.json
 * @param isHeld whether the package at a path of the lock is in the image
 */
export function heldOf(bill, lock, isHeld) {
  const { name } = lock;
  const held = new Set(packagesOf(lock, isHeld).map(({ reference }) => reference));
  held.add(bill.metadata.component['bom-ref']);
  return {
    ...bill,
    // npm calls it by the folder that it is built in.
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } },
    components: bill.components
      .filter((component) => held.has(component['bom-ref']))
      .map(({ properties = [], ...component }) => ({
        ...component,
        scope: 'required',
        properties: properties.filter(({ name: property }) => property !== DEVELOPMENT),
      })),
    dependencies: bill.dependencies
      .filter(({ ref }) => held.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => held.has(other)) })),
  };
}

/**
 * A line for each package of others: name, version, licence. Their texts lie in the packages themselves.
 * @param manifestAt the package.json at a path of the lock, asked where the lock names no licence
 */
export function licencesOf(lock, isHeld, manifestAt) {
  const lines = packagesOf(lock, isHeld)
    .filter(({ isOurs }) => !isOurs)
    .map(({ path, name, version, licence }) => [name, version, licence ?? licenceIn(manifestAt(path))].join('\t'));
  return `${[...new Set(['package\tversion\tlicence', ...lines.sort()])].join('\n')}\n`;
}

function packagesOf(lock, isHeld) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.link && isHeld(path))
    .map(([path, { name = nameAt(path), version, license: licence }]) => ({
      path,
      name,
      version,
      licence,
      reference: `${name}@${version}`,
      isOurs: !path.includes('node_modules/'),
    }));
}

const nameAt = (path) => path.split('node_modules/').at(-1);

/** As older packages say it, too. @throws Error where a package says nothing */
function licenceIn({ name, license, licenses }) {
  const said = license ?? licenses?.map(({ type }) => type).join(' OR ');
  if (typeof said !== 'string' || said === '') throw new Error(`the package ${name} names no licence`);
  return said;
}
