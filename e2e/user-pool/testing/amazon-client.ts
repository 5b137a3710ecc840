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
  | { kind: 'signedIn'; session: CognitoUserSession; confirmDevice: boolean }
  | { kind: 'newPasswordRequired'; attributes: Record<string, string>; required: string[] }
  | {
      kind: 'mfaRequired' | 'totpRequired' | 'customChallenge' | 'selectMfaType' | 'mfaSetup';
      parameters: Record<string, string>;
    };

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

/** CUSTOM_AUTH without a password. */
export function startCustomAuth(user: CognitoUser, username: string): Promise<Outcome> {
  const details = new AuthenticationDetails({ Username: username });
  return outcomeOf((settle) => user.initiateAuth(details, callbacks(settle)));
}

export function sendCustomAnswer(user: CognitoUser, answer: string): Promise<Outcome> {
  return outcomeOf((settle) => user.sendCustomChallengeAnswer(answer, callbacks(settle)));
}

export function selectMfaType(user: CognitoUser, mfaType: string): Promise<Outcome> {
  return outcomeOf((settle) => user.sendMFASelectionAnswer(mfaType, callbacks(settle)));
}

/** AssociateSoftwareToken; gives the base32 secret. */
export function associateSoftwareToken(user: CognitoUser): Promise<string> {
  return new Promise((resolve, reject) => {
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
}

/** VerifySoftwareToken, and the answer to MFA_SETUP. */
export function verifySoftwareToken(user: CognitoUser, code: string): Promise<Outcome> {
  return outcomeOf((settle) => user.verifySoftwareToken(code, 'phone', callbacks(settle)));
}

/** UpdateDeviceStatus. */
export function rememberDevice(user: CognitoUser): Promise<string> {
  return new Promise((resolve, reject) => {
    user.setDeviceStatusRemembered({ onSuccess: resolve, onFailure: reject });
  });
}

/** ForgetDevice, for the device of this browser. */
export function forgetDevice(user: CognitoUser): Promise<string> {
  return new Promise((resolve, reject) => {
    user.forgetDevice({ onSuccess: resolve, onFailure: reject });
  });
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
    onSuccess: (session: CognitoUserSession, confirmDevice = false) =>
      resolve({ kind: 'signedIn', session, confirmDevice }),
    onFailure: reject,
    newPasswordRequired: (attributes: Record<string, string>, required: string[]) =>
      resolve({ kind: 'newPasswordRequired', attributes, required }),
    mfaRequired: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'mfaRequired', parameters }),
    totpRequired: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'totpRequired', parameters }),
    customChallenge: (parameters: Record<string, string>) => resolve({ kind: 'customChallenge', parameters }),
    selectMFAType: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'selectMfaType', parameters }),
    mfaSetup: (_name: unknown, parameters: Record<string, string>) =>
      resolve({ kind: 'mfaSetup', parameters }),
  };
}
