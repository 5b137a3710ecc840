import { CognitoError } from './cognito-error';

/** PasswordPolicyType of the Cognito API. */
export interface PasswordPolicy {
  minimumLength: number;
  requireUppercase: boolean;
  requireLowercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
}

export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

// The developer guide lists these as symbols; a space counts when it is neither first nor last.
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`+=-]|(?<=\S) +(?=\S)/;

/** Throws InvalidPasswordException for the first rule that `password` breaks, in the words of Cognito. */
export function enforcePasswordPolicy(policy: PasswordPolicy, password: string): void {
  const brokenRule = firstBrokenRule(policy, password);
  if (!brokenRule) return;
  throw new CognitoError(
    'InvalidPasswordException',
    `Password does not conform to policy: Password ${brokenRule}`,
  );
}

function firstBrokenRule(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return 'not long enough';
  if (policy.requireUppercase && !/[A-Z]/.test(password)) return 'must have uppercase characters';
  if (policy.requireLowercase && !/[a-z]/.test(password)) return 'must have lowercase characters';
  if (policy.requireNumbers && !/[0-9]/.test(password)) return 'must have numeric characters';
  if (policy.requireSymbols && !SYMBOL.test(password)) return 'must have symbol characters';
  return undefined;
}
