/** A change of one file of the repository: a new file, or an insertion or replacement at an anchor that is there once. */
export type Edit =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly after: string; readonly insert: string }
  | { readonly file: string; readonly replace: string; readonly by: string };

/** A way to add to the platform that README tells, as a sample of it is added. */
export interface Recipe {
  /** As README's section "Recipes" calls it. */
  readonly name: string;
  /** What somebody writes first. */
  readonly declaration: readonly Edit[];
  /** What a generator makes of the declaration before the compiler is asked; nobody's hand, and no place. */
  readonly written?: readonly Edit[];
  /** The files in which the compiler then finds what is missing; none: it finds nothing. */
  readonly compilerNames: readonly string[];
  /** What the compiler says of each missing entry: of nothing else, and of each once. */
  readonly oneErrorEach?: readonly RegExp[];
  /** The specs that then name what the compiler cannot know, and their words for it. */
  readonly specsName: { readonly specs: readonly string[]; readonly says: readonly RegExp[] };
  readonly rest: readonly Edit[];
  /** Commands that write what is generated, run before the specs. */
  readonly generate: readonly (keyof typeof generators)[];
  /** The specs that prove the whole, the sample's own among them. */
  readonly specs: readonly string[];
}

/** What README says to run, as the folder and the arguments of Node or of a program of node_modules/.bin. */
export const generators = {
  'npm run catalogue -w @zhibu/contracts': [['libs/contracts', '--conditions=zhibu-source', 'src/catalogue.cli.ts']],
  'npm run generate': [
    ['gateway', 'prisma/generate.mjs'],
    ['gateway', '--conditions=zhibu-source', 'codegen.ts'],
  ],
} as const;

/** What is there when the compiler is asked for the first time. */
export const declared = ({ declaration, written = [] }: Recipe): readonly Edit[] => [...declaration, ...written];

/** Every file that the recipe touches by hand; a view's folder counts once. */
export function placesOf({ declaration, rest }: Recipe): readonly string[] {
  const files = [...declaration, ...rest].map((edit) => edit.file.replace(/^(gateway\/src\/views\/[^/]+)\/.*/, '$1'));
  return [...new Set(files)];
}
