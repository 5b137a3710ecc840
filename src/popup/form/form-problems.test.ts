import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUTH_ERROR_KINDS, isAuthErrorCode } from '../../core/auth-error';
import { fieldOfError } from './form-problems';

const page = readFileSync(new URL('../popup.html', import.meta.url), 'utf8');

describe('a failure of the pool', () => {
  it('stands beside the field that has to change', () => {
    expect(fieldOfError('wrongPassword')).toBe('password');
    expect(fieldOfError('srpFlowNotEnabled')).toBe('signInMethod');
    expect(fieldOfError('hostedUiMissing')).toBe('hostedUiDomain');
    expect(fieldOfError('tokenExpired')).toBe('jwt');
  });

  it('stands below the form when no field can change it', () => {
    expect(fieldOfError('unreachable')).toBeNull();
  });

  it('has a place beside every field that it can be about', () => {
    const fields = Object.keys(AUTH_ERROR_KINDS).filter(isAuthErrorCode).map(fieldOfError);
    const named = fields.filter((field) => field !== null);
    expect(named).toContain('clientSecret');
    expect(named.filter((field) => !page.includes(`id="${field}Problem"`))).toEqual([]);
  });
});
