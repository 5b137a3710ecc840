import { describe, expect, test } from 'vitest';
import { aHost, aProfile, aSentTokens } from '../../testing/builders';
import { allRules } from '../../testing/desired';
import { formOf } from '../profile/profile-form';
import { PROFILES } from './profiles';
import { storedProfile } from './stored-profile';

const alice = aProfile();
const raw = (...apiHosts: readonly string[]) => ({ ...storedProfile(alice), apiHosts });
const read = (stored: object) => PROFILES.read({ version: 2, value: { shownId: 'p1', profiles: [stored] } });
const withStranger = raw('https://*.github.io', 'https://api.example.com');

describe('a stored profile with a host whose star takes in strangers', () => {
  test('is read with that host set apart, and stored with it again', () => {
    const { value, setAside } = read(withStranger);
    expect(value.profiles).toEqual([{ ...alice, refusedHosts: [aHost('*.github.io')] }]);
    expect(setAside).toEqual([]);
    expect(value.profiles.map(storedProfile)).toEqual([
      raw('https://api.example.com', 'https://*.github.io'),
    ]);
  });

  test('shows it in its form', () => {
    const [form] = read(withStranger).value.profiles.map(formOf);
    expect(form?.apiHosts).toBe('api.example.com\n*.github.io');
  });

  test('is kept where it has no other host', () => {
    const { value, setAside } = read(raw('https://*.app.github.dev'));
    expect(value.profiles).toEqual([{ ...alice, apiHosts: [], refusedHosts: [aHost('*.app.github.dev')] }]);
    expect(setAside).toEqual([]);
  });

  test('gives no rule of whatever kind for it', () => {
    const sources = read(withStranger).value.profiles.map((profile) => ({ profile, sent: aSentTokens() }));
    const rules = JSON.stringify(allRules(sources));
    expect(rules).toContain('api.example.com');
    expect(rules).not.toContain('github');
  });
});
