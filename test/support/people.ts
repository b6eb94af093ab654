import { codeShown } from './authenticator.ts';
import { type PlatformUnderTest, run } from './platform.ts';
import { eventually, sendAs } from './duties.ts';

/** Of everybody who logs in during a test. */
export const password = 'Correct-horse-9';
/** Today, in Asia/Shanghai. */
export const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
export const basis = { documentNo: '市工委〔2026〕1号', issuedOn: today };

/** The headers of a session. */
export type Session = Readonly<Record<string, string>>;

/** A command of the operator, on behalf of a person. @throws Error where it is refused */
export async function operator(
  platform: PlatformUnderTest,
  [name, input]: readonly [string, object],
  personId = 'P-operator',
): Promise<void> {
  const done = await sendAs(platform, { personId }, [name, input]);
  if (!Array.isArray(done)) throw new Error(`${name}: ${String(done)}`);
}

/** Registers organizations, each after those that it stands under. */
export async function register(
  platform: PlatformUnderTest,
  organizations: readonly (readonly [code: string, kind: string, parentId: string | undefined])[],
): Promise<void> {
  for (const [code, kind, parentId] of organizations)
    await operator(platform, [
      'RegisterOrganization',
      { code, kind, name: `${code}组织`, openedOn: '2020-01-01', parentId },
    ]);
}

/** A duty of a person at an organization, proposed by one and confirmed by another. @returns its id */
export async function assign(
  platform: PlatformUnderTest,
  personId: string,
  held: {
    readonly duty: string;
    readonly organizationId: string;
    readonly branchIds?: readonly string[];
    readonly until?: string;
  },
): Promise<string> {
  await operator(platform, ['ProposeDuty', { personId, ...held, basis }]);
  const dutyId = await proposedTo(platform, personId);
  await operator(platform, ['ConfirmDuty', { personId, dutyId }], 'P-confirmer');
  return dutyId;
}

/** The id of a duty of a person that waits to be confirmed; waits until the read model shows one. */
export const proposedTo = (platform: PlatformUnderTest, personId: string): Promise<string> =>
  eventually(async () => {
    const { duties } = await platform.query<{ duties: { edges: { node: { id: string; status: string } }[] } }>(
      'query ($personId: ID!) { duties(personId: $personId) { edges { node { id status } } } }',
      { personId },
    );
    const proposed = duties.edges.find(({ node }) => node.status === 'PROPOSED');
    if (!proposed) throw new Error(`nothing is proposed to ${personId}`);
    return proposed.node.id;
  }, 30_000);

/** An account as its operator makes it, and its person sets it up; then he logs in. */
export async function loggedIn(platform: PlatformUnderTest, login: string, personId: string): Promise<Session> {
  await setUp(platform, await linkOf(platform, ['add', login, personId, '--password-only']));
  return logIn(platform, login);
}

/** The token of a set-up link that the operator has made: of a new account (`add`), or of one that is `reset`. */
export async function linkOf(platform: PlatformUnderTest, wish: readonly string[]): Promise<string> {
  const made = await run('accounts', [...wish, '--data', platform.data]);
  const [, token] = /set-up(?:\/administrators)?#([\w-]{43})/.exec(made.stdout) ?? [];
  if (made.code !== 0 || token === undefined) throw new Error(`${wish.join(' ')}: ${made.stdout}${made.stderr}`);
  return token;
}

/** A person sets his account up. @returns his one-time secret in base32, where the account asks for one */
export async function setUp(platform: PlatformUnderTest, token: string, chosen = password): Promise<string> {
  const { status, body } = await platform.post('/set-up', { token, password: chosen });
  if (status !== 200) throw new Error(`not set up: ${status} ${JSON.stringify(body)}`);
  return String(Object(body).secret ?? '');
}

/** Whoever has a second factor gives what his telephone shows. */
export const withCode = (secret: string): object => ({ oneTimePassword: codeShown(secret) });

/** Logs in whose account is set up. @throws Error where he is not let in */
export async function logIn(platform: PlatformUnderTest, login: string, given: object = {}): Promise<Session> {
  const response = await attempt(platform, login, given);
  if (response.status !== 204) throw new Error(`${login} is not let in: ${response.status}`);
  return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

/** Tries to log in. */
export const attempt = (platform: PlatformUnderTest, login: string, given: object = {}): Promise<Response> =>
  fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password, ...given }),
  });

/** Sends a command by a session. @returns 'done', or the code of its refusal */
export async function sendBy(
  platform: PlatformUnderTest,
  session: Session,
  [name, data]: readonly [string, object],
): Promise<string> {
  const { status, body } = await platform.post(`/commands/${name}`, { data }, session);
  return status === 200 ? 'done' : String(Object(body).code);
}
