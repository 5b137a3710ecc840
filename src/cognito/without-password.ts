import { AuthError, type AuthErrorCode } from '../core/auth-error';

/**
 * For a call in which no password went out: a pool says "Incorrect username or password" of those, too.
 * @param code what the failure is about in truth
 * @returns a function that throws the failure again, as that
 */
export function withoutPassword(code: AuthErrorCode): (error: unknown) => never {
  return (error) => {
    if (error instanceof AuthError && error.code === 'wrongPassword') throw new AuthError(code, error.detail);
    throw error;
  };
}
