import { appClientOf } from '../../../src/cognito/app-client';
import { answerChallenge, resendCode } from '../../../src/cognito/challenges/challenges';
import { nextStep } from '../../../src/cognito/challenges/next-step';
import { choice } from '../../../src/cognito/sign-in-methods/choice';
import { custom } from '../../../src/cognito/sign-in-methods/custom';
import { passwordPlain } from '../../../src/cognito/sign-in-methods/password-plain';
import { passwordSrp } from '../../../src/cognito/sign-in-methods/password-srp';
import { TokenVerifier } from '../../../src/cognito/tokens/token-verifier';
import { refreshUserPoolTokens } from '../../../src/cognito/tokens/user-pool-refresh';
import { UserPoolsApi } from '../../../src/cognito/user-pools-api/user-pools-api';

// Kept from tree shaking, and nothing more: all that signs in, answers and renews by the user pools API.
Reflect.set(globalThis, 'signInClient', [
  ...[appClientOf, UserPoolsApi, TokenVerifier],
  ...[passwordSrp, passwordPlain, choice, custom, nextStep, answerChallenge, resendCode],
  refreshUserPoolTokens,
]);
