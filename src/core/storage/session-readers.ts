import { type AuthProblem, isAuthErrorCode } from '../auth-error';
import { isRecord } from '../guards';
import {
  listOf,
  objectOf,
  oneOf,
  orElse,
  orNull,
  type Read,
  readFlag,
  readNumber,
  readText,
  recordOf,
} from '../readers';
import type { Challenge } from '../session/challenge';
import { type FetchBudget, FULL_BUDGET } from '../session/fetch-budget';
import type { HostedUiAttempt } from '../session/hosted-ui-attempt';
import type { NavigationPass, OneTimeTokens, SignedIn, StoredSession } from '../session/session';
import type { SentTokens, Token, Tokens } from '../session/token';

const readProblem = objectOf<AuthProblem>({
  code: (value) => (isAuthErrorCode(value) ? value : undefined),
  detail: readText,
});

const readChallenge = objectOf<Challenge>({
  name: readText,
  session: readText,
  username: readText,
  parameters: recordOf(readText),
  choices: listOf(readText),
  chosen: orNull(readText),
});

const readAttempt = objectOf<HostedUiAttempt>({
  responseType: oneOf(['code', 'token']),
  state: readText,
  nonce: readText,
  codeVerifier: readText,
  redirectUri: readText,
  tabId: orNull(readNumber),
  otherTabIds: orElse(listOf(readNumber), []),
});

const readToken = objectOf<Token>({ jwt: readText, expiresAtMs: readNumber, lifetimeMs: readNumber });

const readTokens = objectOf<Tokens>({
  id: orNull(readToken),
  access: orNull(readToken),
  subject: readText,
  username: readText,
});

const readSentTokens = objectOf<SentTokens>({ token: readToken, access: orNull(readToken) });

const readOneTime = objectOf<OneTimeTokens>({
  lastTaken: orNull(readText),
  shared: orNull(readSentTokens),
  isSharedSpent: readFlag,
  budget: orElse(objectOf<FetchBudget>({ left: readNumber, atMs: readNumber }), FULL_BUDGET),
  passes: listOf(
    objectOf<NavigationPass>({
      number: readNumber,
      tabId: readNumber,
      url: readText,
      tokens: orNull(readSentTokens),
      isSpent: orElse(readFlag, false),
    }),
  ),
});

const readTokensOfSession = objectOf<Omit<SignedIn, 'oneTime'>>({
  kind: oneOf(['signedIn']),
  tokens: readTokens,
  refreshAtMs: orNull(readNumber),
  failedRefreshes: readNumber,
  problem: orNull(readProblem),
});

const BY_KIND: { readonly [K in StoredSession['kind']]: Read<Extract<StoredSession, { kind: K }>> } = {
  signedOut: objectOf({ kind: oneOf(['signedOut']), problem: orNull(readProblem) }),
  challenged: objectOf({
    kind: oneOf(['challenged']),
    challenge: readChallenge,
    problem: orNull(readProblem),
    endsAtMs: readNumber,
  }),
  redirected: objectOf({
    kind: oneOf(['redirected']),
    attempt: readAttempt,
    problem: (value) => (value === null ? null : undefined),
    endsAtMs: readNumber,
  }),
  signedIn: readSignedIn,
  lapsed: objectOf({ kind: oneOf(['lapsed']), problem: readProblem }),
};

/** Reads a session of any kind. */
export const readSession: Read<StoredSession> = (value) => {
  const kind = isRecord(value)
    ? oneOf(Object.keys(BY_KIND) as StoredSession['kind'][])(value.kind)
    : undefined;
  return kind && BY_KIND[kind](value);
};

function readSignedIn(value: unknown): SignedIn | undefined {
  const session = readTokensOfSession(value);
  if (!session || !isRecord(value) || value.oneTime === undefined) return session;
  const oneTime = readOneTime(value.oneTime);
  return oneTime && { ...session, oneTime };
}
