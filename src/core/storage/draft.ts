import { isRecord, isStringRecord } from '../guards';
import { type ProfileForm, parseForm } from '../profile/profile-form';
import type { ChallengeAnswers } from '../session/challenge';
import { formOfVersion1 } from './profiles-version-1';
import { StoredKey } from './stored-key';

/** Half-typed input that survives the popup's closing. Passwords are never part of it. */
export interface Draft {
  /** Null while the user has changed nothing. */
  readonly form: ProfileForm | null;
  /** What was typed into the fields of the open challenge, by field id, without new passwords. */
  readonly answers: ChallengeAnswers;
}

export const EMPTY_DRAFT: Draft = { form: null, answers: {} };

/** The draft of one profile; null for the one of a form that makes a new profile. */
export function draftKey(profileId: string | null): StoredKey<Draft> {
  return new StoredKey<Draft>({
    area: 'session',
    key: `draft:${profileId ?? 'new'}`,
    version: 2,
    initial: EMPTY_DRAFT,
    parse: parseDraft,
    migrations: { 1: draftOfVersion1 },
    // There was one profile, and one draft.
    formerKeys: { keys: ['draft'], replaced: ['draft'], envelopeOf: ({ draft }) => draft },
  });
}

/** Reads a stored or received draft; null for anything else. */
export function parseDraft(value: unknown): Draft | null {
  if (!isRecord(value) || !isStringRecord(value.answers)) return null;
  if (value.form === null) return { form: null, answers: value.answers };
  const form = parseForm(value.form);
  return form && { form, answers: value.answers };
}

function draftOfVersion1(value: unknown): unknown {
  return isRecord(value) ? { ...value, form: formOfVersion1(value.form) } : null;
}
