import { expect } from 'playwright/test';
import { textOf } from './support/catalogue';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formFor, PASSWORD } from './support/story';
import type { CognitoErrorName } from './user-pool/cognito-error';
import { EXPECTABLE_EXCEPTIONS } from './user-pool/exception-table';
import type { UserPool } from './user-pool/start-user-pool';

/** The sentence that tells a user of an exception. The two that begin a recovery instead have none here. */
const SENTENCES: Partial<Record<CognitoErrorName, string>> = {
  FeatureUnavailableInTierException: 'featureUnavailableInTier',
  ForbiddenException: 'forbiddenByFirewall',
  InternalErrorException: 'serviceFailed',
  InvalidEmailRoleAccessPolicyException: 'emailMisconfigured',
  InvalidLambdaResponseException: 'lambdaFailed',
  InvalidParameterException: 'passwordFlowNotEnabled',
  InvalidSmsRoleAccessPolicyException: 'smsMisconfigured',
  InvalidSmsRoleTrustRelationshipException: 'smsMisconfigured',
  InvalidUserPoolConfigurationException: 'poolMisconfigured',
  NotAuthorizedException: 'wrongPassword',
  OperationNotEnabledException: 'operationNotEnabled',
  ResourceNotFoundException: 'clientNotFound',
  TooManyRequestsException: 'tooManyRequests',
  UnexpectedLambdaException: 'lambdaFailed',
  UserLambdaValidationException: 'lambdaRefused',
  UserNotFoundException: 'userNotFound',
  CodeMismatchException: 'codeMismatch',
  ExpiredCodeException: 'codeUsedAlready',
  InvalidPasswordException: 'passwordPolicy',
  MFAMethodNotFoundException: 'mfaMethodNotFound',
  PasswordHistoryPolicyViolationException: 'passwordHistory',
  WebAuthnChallengeNotFoundException: 'challengeExpired',
  WebAuthnClientMismatchException: 'passkeyFailed',
  WebAuthnConfigurationMissingException: 'webAuthnNotConfigured',
  WebAuthnCredentialNotSupportedException: 'webAuthnCredentialUnsupported',
  WebAuthnNotEnabledException: 'webAuthnNotEnabled',
  WebAuthnOriginNotAllowedException: 'webAuthnOriginRefused',
  WebAuthnRelyingPartyMismatchException: 'webAuthnNotConfigured',
};

const RECOVERIES: Partial<Record<CognitoErrorName, string>> = {
  PasswordResetRequiredException: 'Set a new password',
  UserNotConfirmedException: 'Confirm your sign-up',
};

function exceptionsOf(operation: string) {
  return EXPECTABLE_EXCEPTIONS.filter((each) => each.operation === operation);
}

function sentenceOf(name: CognitoErrorName, message: string): string {
  const code = SENTENCES[name];
  if (!code) throw new Error(`no sentence is expected for ${name}`);
  return textOf(`authError_${code}`, message);
}

function lastCode(pool: UserPool): string {
  return pool.outbox.at(-1)?.code ?? '';
}

test('every exception that ends the first call of a sign-in has its own sentence, and no token comes of it', async ({
  pool,
  popup,
  api,
}) => {
  test.slow();
  const client = pool.addClient();
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.fill(formFor(pool, client));
  for (const { followsFrom: _, ...refusal } of exceptionsOf('InitiateAuth')) {
    pool.refuseNext(refusal);
    await popup.submitSignIn({ Password: PASSWORD });
    const recovery = RECOVERIES[refusal.name];
    if (recovery) {
      await popup.asked(recovery);
      await popup.button('Cancel').click();
    } else {
      await expect(popup.alert).toHaveText([sentenceOf(refusal.name, refusal.message)]);
    }
    await popup.button('Sign in').waitFor();
  }
  await expectNoToken(api);
  await popup.submitSignIn({ Password: PASSWORD });
  await expectSignedIn(popup, api, { pool, client, user });
});

test('every exception that an answer can meet has its own sentence, and no token comes of it', async ({
  pool,
  popup,
  api,
}) => {
  test.slow();
  const client = pool.addClient();
  const user = pool.addUser({ username: 'alice', password: PASSWORD, mfa: { sms: '+4915112345678' } });
  await popup.submitSignIn(formFor(pool, client));
  for (const { followsFrom: _, ...refusal } of exceptionsOf('RespondToAuthChallenge')) {
    await popup.asked('Enter the code from your text message');
    pool.refuseNext(refusal);
    await popup.answer({ 'Verification code': lastCode(pool) });
    await expect(popup.alert).toHaveText([sentenceOf(refusal.name, refusal.message)]);
    // What ends the sign-in leads back to the form.
    if (await popup.button('Sign in').isVisible()) await popup.submitSignIn({ Password: PASSWORD });
  }
  await expectNoToken(api);
  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, { pool, client, user });
});
