/**
 * The direction of imports, read downwards: whoever stands higher may not import whoever stands lower.
 *
 *   kernel <- draw <- contracts <- handover, client, database <- event-store <- feed <- register <- service-kit <- services, gateway <- infra <- test
 *
 * The application (gateway/web) stands apart: it knows the contracts' words, and asks the gateway over HTTP.
 * Each rule is seen to fail on a fixture (test/architecture.spec.ts, test/fixtures/boundaries).
 */
const layers = [
  ['kernel', '^libs/kernel/'],
  ['draw', '^libs/draw/'],
  ['contracts', '^libs/contracts/'],
  ['handover', '^libs/handover/'],
  ['client', '^libs/client/'],
  ['database', '^libs/database/'],
  ['event-store', '^libs/event-store/'],
  ['feed', '^libs/feed/'],
  ['register', '^libs/register/'],
  ['service-kit', '^libs/service-kit/'],
  ['services', '^services/'],
  ['gateway', '^gateway/'],
  ['infra', '^infra/'],
  ['test', '^test/'],
];

/** Layers that stand side by side. */
const strangers = {
  client: ['handover'],
  database: ['contracts', 'handover', 'client'],
  services: ['gateway'],
  gateway: ['services'],
};

const above = layers
  .map(([name, path], index) => {
    const higher = layers
      .slice(index + 1)
      .filter(([other]) => !(name === 'services' && other === 'gateway'))
      .map(([, other]) => other);
    return { name, path, higher };
  })
  .filter(({ higher }) => higher.length > 0);

const direction = above.map(({ name, path, higher }) => ({
  name: `${name}-imports-downwards-only`,
  severity: 'error',
  from: { path },
  to: { path: higher },
}));

const sideBySide = Object.entries(strangers).flatMap(([name, others]) =>
  others.map((other) => ({
    name: `${name}-and-${other}-stay-apart`,
    severity: 'error',
    from: { path: layers.find(([layer]) => layer === name)[1] },
    to: { path: layers.find(([layer]) => layer === other)[1] },
  })),
);

const PURE = '\\.(state|decider|rules|reactions)\\.ts$';
const SPECS = '\\.(spec|conformance)\\.tsx?$';
const TESTING = '(^libs/[^/]+|^services/[^/]+|^gateway|^infra)/src/testing/';

export default {
  forbidden: [
    ...direction,
    ...sideBySide,
    {
      name: 'a-service-never-imports-another',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'the-application-takes-nothing-of-the-gateway',
      comment: 'it runs in a browser: of this repository it knows the words of the contracts alone',
      severity: 'error',
      from: { path: '^gateway/web/' },
      to: {
        path: '^(libs|services|gateway|infra|test)/',
        pathNot: '^(gateway/web/|libs/contracts/src/vocabulary\\.ts$)',
      },
    },
    {
      name: 'nobody-imports-the-application',
      severity: 'error',
      from: { pathNot: '^gateway/web/' },
      to: { path: '^gateway/web/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nest-at-the-rim-only',
      comment: 'module, controller, resolver, mutations, adapter, main; the kit and the gateway are made of the rim',
      severity: 'error',
      from: {
        path: '^(libs|services|infra)/',
        pathNot: [
          '^libs/service-kit/',
          '\\.(module|controller|resolver|mutations|adapter)\\.ts$',
          '/main\\.ts$',
          '^infra/src/launcher/',
          SPECS,
        ],
      },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'the-pure-import-no-io',
      comment:
        'state, decider, rules and reactions know no clock, no randomness, no input, no output; a type is none of them',
      severity: 'error',
      from: { path: PURE },
      to: {
        path: [
          'node_modules/(pg|@nestjs|@prisma|express|graphql|rxjs)(/|$)',
          '^libs/(database|event-store|feed|service-kit)/',
          '^libs/register/src/(?!.*rules\\.ts$)',
          '\\.(adapter|lookup|projection|controller|module|resolver|mutations|cli)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'the-pure-import-no-node', severity: 'error', from: { path: PURE }, to: { dependencyTypes: ['core'] } },
    {
      name: 'the-handover-reads-no-file',
      comment: 'whoever calls it brings the bytes: a command from a folder, an upload from a request',
      severity: 'error',
      from: { path: '^libs/handover/', pathNot: [SPECS, TESTING] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'testing-from-specs-only',
      severity: 'error',
      from: { path: '^(libs|services|gateway|infra)/', pathNot: [SPECS, TESTING] },
      to: { path: TESTING },
    },
    {
      name: 'the-broker-for-tests-and-operators-only',
      comment:
        'it downloads and starts a Kafka: nothing that a deployed process runs may lean on it, nor it on the product',
      severity: 'error',
      from: { path: '^(libs|services|gateway)/', pathNot: [SPECS, TESTING, '^libs/broker/'] },
      to: { path: '^libs/broker/' },
    },
    {
      name: 'the-broker-stands-alone',
      severity: 'error',
      from: { path: '^libs/broker/' },
      to: { path: '^(libs|services|gateway|infra|test)/', pathNot: '^libs/(broker|kernel)/' },
    },
    {
      name: 'a-package-by-its-name',
      comment: 'a relative path into another package would go past its exports',
      severity: 'error',
      from: { path: '^(libs/[^/]+|services/[^/]+|gateway|infra)/' },
      to: { path: '^(libs/[^/]+|services/[^/]+|gateway|infra)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '/generated/' } },
  ],
  options: {
    // The compiler has no API that the tool knows; swc reads the same syntax, types included.
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/', '/generated/', '^test/fixtures/', '^coverage/'] },
    enhancedResolveOptions: {
      conditionNames: ['zhibu-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
