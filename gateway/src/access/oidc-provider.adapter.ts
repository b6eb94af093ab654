import { refusal } from '@zhibu/contracts';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientError,
  ClientSecretPost,
  clockSkew,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
  None,
} from 'openid-client';
import { boundedFetch, TooLong } from './bounded-fetch.ts';

/** A provider at which people log in, and what it knows us by. */
export interface OidcClient {
  /** Without a slash at its end, as its documents name it. */
  readonly issuer: string;
  readonly clientId: string;
  /** undefined: a public client, which proves itself by PKCE alone. */
  readonly secret: string | undefined;
  /** By what it is believed when a person proved himself: `auth_time` unless told. */
  readonly freshness?: OidcFreshness;
}

/**
 * `auth_time`: by this claim, which is asked for with `max_age`; `prompt`: by having been asked to let him prove himself
 * (`prompt=login`), for a provider that does not tell when he did.
 */
export type OidcFreshness = 'auth_time' | 'prompt';

/** What binds an answer of the provider to the log-in that asked for it. */
export interface Asked {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: SHA-256 of the verifier. */
  readonly challenge: string;
  readonly redirectUri: string;
  /** How long ago the person may have proved himself, whatever session he has there: 0, he proves himself anew. */
  readonly withinMs: number;
}

/** What an answer is exchanged by. */
export interface Answer {
  /** What the browser was sent back with. */
  readonly parameters: URLSearchParams;
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  /** Since when the person must have proved himself. */
  readonly provenSince: Date;
}

/** Who has proven himself at the provider. */
export interface Proven {
  readonly personId: string;
  /** Whether it asked for more than a password. */
  readonly bySecondFactor: boolean;
  /** When he proved himself, which may be long before he came here. */
  readonly at: Date;
}

const WITHIN_SECONDS = 5;
const KNOWN_FOR_MS = 600_000;
/** Many times what an answer of any provider has. */
const LONGEST_ANSWER = 1_048_576;
/** RFC 8176: ways of proving of which one is more than a password. */
const SECOND_FACTORS = new Set(['otp', 'mfa', 'hwk', 'swk', 'sc', 'fpt', 'face', 'pop']);
const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/** OpenID Connect, authorization code flow with PKCE and nonce. Rights never come from a token: a person's duties are ours. */
export class OidcProvider {
  private readonly client: OidcClient;
  private readonly now: () => number;
  private known: { readonly at: number; readonly configuration: Configuration } | undefined;

  constructor(client: OidcClient, now: () => number) {
    this.client = client;
    this.now = now;
  }

  /** Where the person is sent. @throws Refusal OIDC_UNAVAILABLE */
  async address({ state, nonce, challenge, redirectUri, withinMs }: Asked): Promise<string> {
    return buildAuthorizationUrl(await this.discovered(), {
      scope: 'openid',
      redirect_uri: redirectUri,
      state,
      nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...this.freshness(withinMs),
    }).href;
  }

  /** Where a person ends his session there; undefined where the provider has no such place. @throws Refusal OIDC_UNAVAILABLE */
  async farewell(redirectUri: string): Promise<string | undefined> {
    const configuration = await this.discovered();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return buildEndSessionUrl(configuration, { post_logout_redirect_uri: redirectUri }).href;
  }

  /**
   * Who answers. @throws Refusal OIDC_UNAVAILABLE; OIDC_REFUSED for what is not the provider's answer to this log-in;
   * OIDC_NOT_FRESH where it does not say that the person proved himself since then
   */
  async proven(answer: Answer): Promise<Proven> {
    const claims = await this.exchanged(await this.discovered(), answer);
    const { person_id: personId, amr, azp, auth_time: at } = claims;
    const isOurs = azp === undefined || azp === this.client.clientId;
    if (!isOurs || typeof personId !== 'string' || !PERSON.test(personId)) throw refusal('OIDC_REFUSED');
    const bySecondFactor = Array.isArray(amr) && amr.some((one) => SECOND_FACTORS.has(String(one)));
    return {
      personId,
      bySecondFactor,
      at: this.isTold ? new Date(Math.min(Number(at) * 1000, this.now())) : new Date(this.now()),
    };
  }

  /** Whether the provider tells when a person proved himself. */
  private get isTold(): boolean {
    return this.client.freshness !== 'prompt';
  }

  /** OpenID Connect Core, 3.1.2.1: by `max_age` the provider asks him again where it was longer ago, and says when it was. */
  private freshness(withinMs: number): Readonly<Record<string, string>> {
    const anew = withinMs === 0 || !this.isTold ? { prompt: 'login' } : {};
    return this.isTold ? { ...anew, max_age: String(Math.floor(withinMs / 1000)) } : anew;
  }

  private async exchanged(
    configuration: Configuration,
    { parameters, state, verifier, nonce, redirectUri, provenSince }: Answer,
  ): Promise<Partial<IDToken>> {
    const url = new URL(redirectUri);
    for (const [name, value] of parameters) url.searchParams.append(name, value);
    const maxAge = Math.ceil((this.now() - provenSince.getTime()) / 1000);
    const fresh = this.isTold ? { maxAge } : {};
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, ...fresh };
    try {
      return (await authorizationCodeGrant(configuration, url, checks)).claims() ?? {};
    } catch (error) {
      throw refusal(codeOf(error));
    }
  }

  private async discovered(): Promise<Configuration> {
    if (this.known && this.now() - this.known.at < KNOWN_FOR_MS) return this.known.configuration;
    const { issuer, clientId, secret } = this.client;
    // Tokens are dated by the platform's clock, which a test moves.
    const metadata = { [clockSkew]: Math.round((this.now() - Date.now()) / 1000) };
    const proof = secret === undefined ? None() : ClientSecretPost(secret);
    // A token that came from the provider itself is still verified by its signature.
    const execute = [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])];
    try {
      const timeout = WITHIN_SECONDS;
      const bounded = { [customFetch]: boundedFetch(LONGEST_ANSWER) };
      const configuration = await discovery(new URL(issuer), clientId, metadata, proof, {
        execute,
        timeout,
        ...bounded,
      });
      this.known = { at: this.now(), configuration };
      return configuration;
    } catch {
      throw refusal('OIDC_UNAVAILABLE');
    }
  }
}

function codeOf(error: unknown): 'OIDC_UNAVAILABLE' | 'OIDC_NOT_FRESH' | 'OIDC_REFUSED' {
  if (isAbsence(error)) return 'OIDC_UNAVAILABLE';
  return isStale(error) ? 'OIDC_NOT_FRESH' : 'OIDC_REFUSED';
}

/** Whether a provider did not answer, or without end, rather than answered what is refused. */
const isAbsence = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof ClientError && ABSENT.has(error.code ?? '')) ||
  causesOf(error).some((one) => one instanceof TooLong);

const ABSENT = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** Whether it said that the person proved himself too long ago, or did not say when. */
const isStale = (error: unknown): boolean =>
  causesOf(error).some((one) => {
    const { claim, message } = Object(one);
    return claim === 'auth_time' || String(message).startsWith('JWT "auth_time"');
  });

/** An error, what caused it, and so on. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && !causes.includes(one); one = Object(one).cause) causes.push(one);
  return causes;
}
