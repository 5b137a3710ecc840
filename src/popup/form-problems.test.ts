import { describe, expect, it } from 'vitest';
import { fieldOfError } from './form-problems';

describe('a failure of the pool', () => {
  it('stands beside the field that has to change', () => {
    expect(fieldOfError('wrongPassword')).toBe('password');
    expect(fieldOfError('srpFlowNotEnabled')).toBe('signInMethod');
  });

  it('stands below the form when no field can change it', () => {
    expect(fieldOfError('unreachable')).toBeNull();
  });
});
