import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { services } from '@zhibu/contracts';
import { temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, PostgresEventStore } from '@zhibu/event-store';
import { eventStoreConformance } from '@zhibu/event-store/testing';
import { feedConformance, type TestBroker, topicFeed } from '@zhibu/feed/testing';
import { freePort } from '@zhibu/kernel';
import { askingAt } from '../support/asking.ts';
import { demo, expectedGrades, gradesUnder } from '../support/city.ts';
import { Compose, type ContainerState } from '../support/docker/compose.ts';
import { type Contained, containedKafka, containedPostgres } from '../support/docker/containers.ts';
import { Engine } from '../support/docker/engine.ts';
import { type Images, images, makeStandIn } from '../support/docker/images.ts';
import type { Asked } from '../support/duties.ts';
import { clusterUnderTest } from '../support/event-store-db/cluster.ts';
import { discard, repository, temporaryFolder } from '../support/platform.ts';
import { certificateAt, composedWire } from './composed-wire.conformance.ts';
import { contentsConformance, LARGEST_BYTES } from './contents.conformance.ts';
import { operatorCommands } from './operator-commands.conformance.ts';

// Where there is no engine, and none may be started (CI=true or ZHIBU_DOCKER=start, as root on Debian), these are listed as not run.
const engine = await Engine.find();
const where = engine ? describe : describe.skip;
// An image takes a good six minutes on a quiet machine with two cores, and other groups run beside it.
const MADE_WITHIN_MS = 1_800_000;
const REVISION = '0123456789abcdef0123456789abcdef01234567';
const image = `zhibu-test:${process.pid}`;
const processes = [...services, 'gateway'];
const IN_VOLUMES = ['--folder', '/certificates'];
const AUTHORITY = ['certificates', 'authority', ...IN_VOLUMES];
const believedBefore = getCACertificates('default');

let bases: Images;
beforeAll(async () => {
  if (!engine) return;
  bases = await images(engine);
  const network = bases.node === bases.nodeBuild ? [] : ['--network', 'host'];
  await engine.docker(
    [
      'build',
      ...network,
      '--file',
      'infra/Dockerfile',
      '--build-arg',
      `BUILD_IMAGE=${bases.nodeBuild}`,
      '--build-arg',
      `RUNTIME_IMAGE=${bases.node}`,
      '--build-arg',
      `REVISION=${REVISION}`,
      '--tag',
      image,
      '.',
    ],
    { cwd: repository, withinMs: MADE_WITHIN_MS },
  );
}, MADE_WITHIN_MS);
afterAll(async () => {
  await engine?.attempt(['rmi', '--force', image]);
  await engine?.stop();
}, MADE_WITHIN_MS);

const theEngine = (): Engine => {
  if (!engine) throw new Error('no engine');
  return engine;
};
const docker = (...args: readonly string[]): Promise<string> => theEngine().docker(args);
const inImage = (script: string): Promise<string> =>
  docker('run', '--rm', '--read-only', '--entrypoint', 'sh', image, '-c', script);

where('the image', () => {
  let root: string;
  beforeAll(async () => {
    if (!engine) return;
    root = await temporaryFolder('zhibu-app-');
    const container = await docker('create', image, 'version');
    await docker('cp', `${container}:/app`, root);
    await docker('rm', container);
  }, MADE_WITHIN_MS);
  afterAll(async () => {
    if (root) await discard(root);
  });
  contentsConformance('the image', () => ({ folder: join(root, 'app'), revision: REVISION }));

  it('is labelled with what it is, its version, its commit and its licence', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    const told = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config.Labels}}', image)) as object;
    expect(told).toMatchObject({
      'org.opencontainers.image.title': 'zhibu',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': REVISION,
      'org.opencontainers.image.source': 'zhibu',
      'org.opencontainers.image.licenses': 'UNLICENSED',
    });
  });

  it('adds less than 250 MB to the one it is made from, unpacked', async () => {
    const [whole = 0, base = 0] = (await docker('image', 'inspect', '--format', '{{.Size}}', image, bases.node))
      .split('\n')
      .map(Number);
    expect(base).toBeGreaterThan(0);
    expect(whole - base).toBeGreaterThan(0);
    expect(whole - base).toBeLessThan(LARGEST_BYTES);
  });

  it('runs as an ordinary user who can write nothing of it', async () => {
    expect(await docker('image', 'inspect', '--format', '{{.Config.User}}', image)).toBe('1000:1000');
    expect(await inImage('id -u; find /app -writable ! -type l 2>/dev/null | wc -l')).toBe('1000\n0');
  });

  it('carries no setting of the machine that built it', async () => {
    const layers = (name: string): Promise<string> =>
      docker('image', 'inspect', '--format', '{{json .Config.Env}}', name);
    const own = JSON.parse(await layers(image)) as string[];
    const given = JSON.parse(await layers(bases.node)) as string[];
    expect(own.filter((one) => !given.includes(one)).sort()).toEqual(['MALLOC_ARENA_MAX=2', 'NODE_ENV=production']);
    expect(
      await inImage(
        'find /app -name .npmrc -o -name "*.pem" -o -name "*.crt" -o -name ".env*" | grep -v node_modules | wc -l',
      ),
    ).toBe('0');
  });

  it('names what it can run, when asked for something else', async () => {
    const ended = await engine?.attempt(['run', '--rm', '--read-only', image, 'nonsense']);
    expect(ended?.code).toBe(64);
    for (const name of [...processes, 'provision', 'topics', 'import']) expect(ended?.output).toContain(name);
  });

  it.each(processes)('starts %s, which names every setting that it misses', async (name) => {
    const ended = await engine?.attempt(['run', '--rm', '--read-only', image, name]);
    expect(ended?.code).toBe(1);
    expect(ended?.output).toMatch(/DATABASE_URL is missing[^]*TRUSTED_KEYS is missing/);
  });
});

where('the compose file, with the PostgreSQL store', () => {
  let compose: Compose;
  let gateway: Asked;
  let folder: string;
  let settings: Record<string, string>;
  let published: number;

  beforeAll(async () => {
    if (!engine) return;
    const port = await freePort();
    const secrets = (await docker('run', '--rm', '--read-only', image, 'secrets'))
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2));
    settings = Object.fromEntries(secrets) as Record<string, string>;
    compose = await Compose.of(engine, {
      ...settings,
      ZHIBU_IMAGE: image,
      POSTGRES_IMAGE: bases.postgres,
      KAFKA_IMAGE: bases.kafka,
      PUBLISH: `127.0.0.1:${port}`,
    });
    gateway = askingAt(`https://127.0.0.1:${port}`, settings['OPERATOR_TOKEN']);
    published = port;
    folder = await temporaryFolder('zhibu-city-');
    cpSync(join(demo, 'edges-24'), join(folder, 'edges-24'), { recursive: true });
    // The image's user is none of this machine's.
    for (const path of [folder, join(folder, 'edges-24')]) chmodSync(path, 0o777);
    await compose.up(processes);
    const authority = await compose.run('run', '--rm', '--no-deps', '-T', 'certificates', ...AUTHORITY);
    setDefaultCACertificates([...believedBefore, authority]);
  }, MADE_WITHIN_MS);
  afterAll(async () => {
    setDefaultCACertificates(believedBefore);
    await compose?.down();
    if (folder) await discard(folder);
  }, MADE_WITHIN_MS);

  const importCity = (): Promise<string> =>
    docker(
      'run',
      '--rm',
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--network',
      `${compose.project}_default`,
      '--volume',
      `${folder}:/data`,
      '--volume',
      `${compose.project}_tls-operator:/certificates:ro`,
      '--env',
      'NODE_EXTRA_CA_CERTS=/certificates/ca.pem',
      '--env',
      `OPERATOR_TOKEN=${settings['OPERATOR_TOKEN']}`,
      image,
      'import',
      '--server',
      'https://gateway:4000',
      '--edition',
      '/app/infra/demo/editions/classification-2022.json',
      '--period',
      '2022',
      '--close-round',
      '--quota-basis',
      '示例批复〔2023〕1号',
      '/data/edges-24',
    );
  const grades = async (): Promise<object> =>
    Object.fromEntries(await gradesUnder(gateway, '990200', { asOf: '2022-12-31' }));
  const states = (): Promise<readonly (ContainerState | undefined)[]> =>
    Promise.all(processes.map((name) => compose.state(name)));

  it('has made certificates, schemas, roles and topics once, and ended that', async () => {
    for (const name of ['certificates', 'provision', 'topics'])
      expect(await compose.state(name)).toMatchObject({ status: 'exited', exitCode: 0 });
  });

  it(
    'takes in a small city, and comes to every grade of the independent computation',
    async () => {
      await importCity();
      expect(await grades()).toEqual(Object.fromEntries(await expectedGrades('edges-24')));
    },
    MADE_WITHIN_MS,
  );

  operatorCommands(() => ({
    compose,
    gateway,
    folder,
    superuser: settings['POSTGRES_PASSWORD'] ?? '',
    owner: settings['PASSWORD_OWNER'] ?? '',
    comesToEveryGrade: async () => expect(await grades()).toEqual(Object.fromEntries(await expectedGrades('edges-24'))),
  }));

  composedWire(() => ({ compose, engine: theEngine(), image, settings, published }));

  it.each(['assessment', 'gateway', 'kafka'])(
    'goes on where it was after %s is killed',
    async (name) => {
      const before = await compose.until(name, ({ health }) => health === 'healthy');
      await killed(before);
      await compose.until(name, ({ health, pid }) => health === 'healthy' && pid !== before.pid);
      await importCity();
      expect(await grades()).toEqual(Object.fromEntries(await expectedGrades('edges-24')));
    },
    MADE_WITHIN_MS,
  );

  it(
    'goes on with certificates made anew, taken by one container after the other',
    async () => {
      const shown = await certificateAt(published);
      await compose.run('run', '--rm', '--no-deps', '-T', 'certificates', 'certificates', 'renew', ...IN_VOLUMES);
      for (const name of ['postgres', 'kafka', ...processes]) {
        await compose.run('restart', name);
        await compose.until(name, ({ health }) => health === 'healthy');
      }
      expect(await certificateAt(published)).not.toBe(shown);
      await importCity();
      expect(await grades()).toEqual(Object.fromEntries(await expectedGrades('edges-24')));
    },
    MADE_WITHIN_MS,
  );

  it(
    'ends every process in order, within its time',
    async () => {
      await compose.run('stop', ...processes);
      expect((await states()).map((state) => [state?.status, state?.exitCode])).toEqual(
        processes.map(() => ['exited', 0]),
      );
    },
    MADE_WITHIN_MS,
  );

  /** As a crash: the engine's restart policy brings it back. Another's engine counts a kill as our wish, and is asked to start it again. */
  async function killed({ id, pid }: ContainerState): Promise<void> {
    if (engine?.isOurs) return void process.kill(pid, 'SIGKILL');
    await docker('kill', id);
    await docker('start', id);
  }
});

where('Kafka in a container of its own', () => {
  let kafka: Contained<TestBroker>;
  beforeAll(async () => {
    kafka = await containedKafka(theEngine(), bases.kafka);
  }, MADE_WITHIN_MS);
  afterAll(() => kafka?.stop());

  // The jars run the same suite everywhere; here it is the broker as it is deployed, reached from outside its network.
  feedConformance(`from a topic of the image ${process.env['KAFKA_IMAGE'] ?? 'pulled, or made here'}`, () =>
    topicFeed(kafka.server),
  );
});

where('PostgreSQL in a container of its own', () => {
  // Not the one of `npm start`: any from version 15 on will do, and the image says which.
  eventStoreConformance(`the image ${process.env['POSTGRES_IMAGE'] ?? 'pulled, or made here'}`, async () => {
    const { server, stop } = await containedPostgres(theEngine(), bases.postgres);
    const database = await temporaryDatabase(server);
    const { serviceUrl } = await database.schema('sample', [eventStoreMigrations]);
    const another = () => PostgresEventStore.open({ url: serviceUrl, schema: 'sample' });
    const store = await another();
    return {
      store,
      another,
      dispose: async () => {
        await store.close();
        await database.drop();
        await stop();
      },
    };
  });
});

where('EVENTSTORE_IMAGE', () => {
  // No registry may be reached here: what the image holds is our stand-in, and a test of how an image is used, not of EventStoreDB.
  eventStoreConformance('the EventStoreDB stand-in in a container', async () =>
    clusterUnderTest({ EVENTSTORE_IMAGE: await makeStandIn(theEngine(), bases.node) }, theEngine()).open(),
  );
});
