import { isOneOf, isRecord } from '../guards';
import { HOST_SCOPES, type HostScope } from './profile';

/** The settings that are changed one by one, without a new sign-in. */
export interface SwitchSettings {
  readonly attach: boolean;
  readonly holdNavigations: boolean;
  /** Where the token of each API host applies, by `hostText`. */
  readonly hostScopes: Readonly<Record<string, HostScope>>;
}

/** Reads a received change of switches; null if one of them is none. What else the change names is left out. */
export function parseSwitches(value: unknown): Partial<SwitchSettings> | null {
  if (!isRecord(value)) return null;
  const { attach, holdNavigations, hostScopes } = value;
  if ('attach' in value && typeof attach !== 'boolean') return null;
  if ('holdNavigations' in value && typeof holdNavigations !== 'boolean') return null;
  if ('hostScopes' in value && !isHostScopes(hostScopes)) return null;
  return {
    ...(typeof attach === 'boolean' && { attach }),
    ...(typeof holdNavigations === 'boolean' && { holdNavigations }),
    ...(isHostScopes(hostScopes) && { hostScopes }),
  };
}

function isHostScopes(value: unknown): value is Record<string, HostScope> {
  return isRecord(value) && Object.values(value).every((scope) => isOneOf(HOST_SCOPES, scope));
}
