import { isOneOf, isRecord } from '../guards';
import { parseProfileForm } from '../profile/form-parser';
import type { HostScope, Profile } from '../profile/profile';
import { parseForm } from '../profile/profile-form';
import { HOST_SCOPES } from '../profile/settings';
import type { SetAside } from './stored-key';
import { storedProfile } from './stored-profile';

/** Makes profiles of version 1, which held the texts of a form, profiles of version 2, which hold settings. */
export function profilesOfVersion1(value: unknown, setAside: SetAside): unknown {
  if (!isRecord(value) || !Array.isArray(value.profiles)) return null;
  const profiles = value.profiles.flatMap((stored) => {
    const profile = profileOf(stored);
    if (!profile) setAside(stored);
    return profile ? [storedProfile(profile)] : [];
  });
  return { shownId: value.activeId, profiles };
}

/** A form of before its field for OAuth scopes had a name of its own. */
export function formOfVersion1(form: unknown): unknown {
  if (!isRecord(form) || form.scopes === undefined) return form;
  const { scopes: oauthScopes, ...others } = form;
  return { oauthScopes, ...others };
}

function profileOf(value: unknown): Profile | null {
  if (!isRecord(value)) return null;
  const { id, slot, attach } = value;
  const form = parseForm(formOfVersion1(value.form));
  const settings = form && parseProfileForm(form);
  if (typeof id !== 'string' || !Number.isSafeInteger(slot) || typeof attach !== 'boolean') return null;
  if (!settings?.ok) return null;
  // Profiles of before these switches were there have them as a new profile has.
  const { holdNavigations = true, isWanted = true, scopes } = value;
  return {
    ...{ id, slot: Number(slot), attach, ...settings.value },
    holdNavigations: holdNavigations === true,
    isWanted: isWanted === true,
    hostScopes: isHostScopes(scopes) ? scopes : {},
    hostFrames: {},
    refusedHosts: [],
  };
}

function isHostScopes(value: unknown): value is Record<string, HostScope> {
  return isRecord(value) && Object.values(value).every((scope) => isOneOf(HOST_SCOPES, scope));
}
