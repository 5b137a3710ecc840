import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import type { AppClient } from '../app-clients';
import type { UserPool } from '../start-user-pool';

/** Where Amazon's library stopped: signed in, or at a challenge. */
export type Outcome =
  | { kind: 'signedIn'; session: CognitoUserSession }
  | { kind: 'newPasswordRequired'; attributes: Record<string, string>; required: string[] }
  | { kind: 'mfaRequired' | 'totpRequired'; parameters: Record<string, string> };

type Settle = { resolve: (outcome: Outcome) => void; reject: (error: Error) => void };

/** A user of amazon-cognito-identity-js, an SRP client that nobody here has written. */
export function amazonUser(pool: UserPool, client: AppClient, username: string): CognitoUser {
  const Pool = new CognitoUserPool({
    UserPoolId: pool.userPoolId,
    ClientId: client.clientId,
    endpoint: pool.endpoint,
  });
  return new CognitoUser({ Username: username, Pool });
}

export function signIn(user: CognitoUser, username: string, password: string): Promise<Outcome> {
  const details = new AuthenticationDetails({ Username: username, Password: password });
  return outcomeOf((settle) => user.authenticateUser(details, callbacks(settle)));
}

export function sendNewPassword(user: CognitoUser, password: string, attributes = {}): Promise<Outcome> {
  return outcomeOf((settle) => user.completeNewPasswordChallenge(password, attributes, callbacks(settle)));
}

export function sendCode(user: CognitoUser, code: string, mfaType: string): Promise<Outcome> {
  return outcomeOf((settle) => user.sendMFACode(code, callbacks(settle), mfaType));
}

export function refreshSession(user: CognitoUser, session: CognitoUserSession): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.refreshSession(session.getRefreshToken(), (error, refreshed) =>
      error ? reject(error) : resolve(refreshed),
    );
  });
}

function outcomeOf(start: (settle: Settle) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => start({ resolve, reject }));
}

function callbacks({ resolve, reject }: Settle) {
  return {
    onSuccess: (session: CognitoUserSession) => resolve({ kind: 'signedIn', session }),
    onFailure: reject,
    newPasswordRequired: (attributes: Record<string, string>, required: string[]) =>
      resolve({ kind: 'newPasswordRequired', attributes, required }),
    mfaRequired: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'mfaRequired', parameters }),
    totpRequired: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'totpRequired', parameters }),
  };
}
