import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUTH_ERROR_KINDS } from '../core/auth-error';
import type { FieldProblemCode } from '../core/profile/field-problem-code';
import { KEEP_MODES } from '../core/profile/settings';
import type { ExplanationCode } from '../core/rules/explain';
import { BADGE_TEXTS } from '../core/views/badge';

interface Message {
  readonly message: string;
  readonly description?: string;
}

// The type holds this list complete: a code that is missing here, or too many, does not compile.
const FIELD_PROBLEM_CODES = Object.keys({
  userPoolIdEmpty: true,
  userPoolIdMalformed: true,
  hostEmpty: true,
  hostMalformed: true,
  hostWildcard: true,
  hostHasUserinfo: true,
  hostWildcardTooWide: true,
  hostIsAws: true,
  hostHasQuery: true,
  hostPathMalformed: true,
  hostTooLong: true,
  pageWildcard: true,
  pageHasPath: true,
  headerNameMalformed: true,
  headerNameForbidden: true,
  headerNameTaken: true,
  headerPrefixMalformed: true,
  hostSchemeUnsupported: true,
  hostHttpNotLoopback: true,
  hostIsCognito: true,
  hostTrailingDot: true,
  clientIdEmpty: true,
  clientIdMalformed: true,
  usernameEmpty: true,
  usernameMalformed: true,
  passwordEmpty: true,
  newPassphraseEmpty: true,
  newPassphraseShort: true,
  repeatPassphraseDiffers: true,
  tooManyHosts: true,
  endpointMalformed: true,
  endpointHttpNotLoopback: true,
  clientSecretEmpty: true,
  refreshTokenEmpty: true,
  jwtEmpty: true,
  totpSecretMalformed: true,
  domainMalformed: true,
  domainHttpNotLoopback: true,
  callbackMalformed: true,
  callbackHttpNotLoopback: true,
  callbackNotForImplicit: true,
  scopesMalformed: true,
  scopeOpenidMissing: true,
  identityProviderMalformed: true,
  domainIncomplete: true,
  callbackList: true,
  callbackOfApp: true,
  endpointOfOtherPool: true,
  hostPublicSuffix: true,
} satisfies Record<FieldProblemCode, true>);

const EXPLANATION_CODES = Object.keys({
  sent: true,
  held: true,
  asks: true,
  framesOff: true,
  urlMalformed: true,
  pageMalformed: true,
  noSuchHost: true,
  hostRefused: true,
  otherScheme: true,
  otherPort: true,
  otherPath: true,
  hasUserinfo: true,
  notOpened: true,
  subdomain: true,
  switchedOff: true,
  noToken: true,
  presigned: true,
  pageNotAllowed: true,
  onlyTyped: true,
  onlyPages: true,
  accessMissing: true,
} satisfies Record<ExplanationCode, true>);

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const catalogue: Record<string, Message> = JSON.parse(read('public/_locales/en/messages.json'));
const paths = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.(ts|html)$/.test(path) && !path.endsWith('.test.ts'),
);
const pages = paths.filter((path) => path.endsWith('.html'));
const files = paths.map((path) => read(`src/${path}`)).concat(read('manifest.json'));
const sources = files.join('\n');

const allOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((hit) => hit[1] ?? '');
const keysInHtml = allOf(
  pages.map((path) => read(`src/${path}`)).join('\n'),
  /data-(?:text|placeholder|label)="([^"]*)"/g,
);
const codeKeys = [
  ...Object.keys(AUTH_ERROR_KINDS).map((code) => `authError_${code}`),
  ...FIELD_PROBLEM_CODES.map((code) => `fieldProblem_${code}`),
  ...EXPLANATION_CODES.map((code) => `explanation_${code}`),
  ...Object.keys(BADGE_TEXTS).map((state) => `badge_${state}`),
  ...KEEP_MODES.flatMap((mode) => [`hintKeep_${mode}`, `kept_${mode}`]),
];

describe('the message catalogue', () => {
  it('has every text that the pages name', () => {
    expect(keysInHtml.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it('has every text that the scripts name', () => {
    const users = files.filter((file) => file.includes("/texts';"));
    const named = users.flatMap((file) => allOf(file, /\btext\(\s*'(\w+)'/g));
    expect(named).not.toEqual([]);
    expect(named.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it('has a sentence for every code', () => {
    expect(codeKeys.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it('has no text that nobody uses', () => {
    const isUsed = (key: string): boolean =>
      codeKeys.includes(key) ||
      [`'${key}'`, `"${key}"`, `__MSG_${key}__`].some((literal) => sources.includes(literal));
    expect(Object.keys(catalogue).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('explains to translators what stands in the places of a text', () => {
    const unexplained = Object.entries(catalogue).filter(
      ([key, { message, description }]) =>
        message.includes('$') && !/^(fieldProblem|explanation)_/.test(key) && !description?.includes('$1'),
    );
    expect(unexplained.filter(([key]) => key !== 'timeMinutes').map(([key]) => key)).toEqual([]);
  });

  it('keeps the description within what the stores take', () => {
    expect(catalogue.extensionDescription?.message.length).toBeLessThanOrEqual(132);
  });

  it('does not shout', () => {
    expect(Object.values(catalogue).filter(({ message }) => message.includes('!'))).toEqual([]);
  });
});

describe.each(pages)('the page %s', (path) => {
  const html = read(`src/${path}`);
  const ids = allOf(html, /\bid="([^"]*)"/g);

  it('gives each id once', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('labels each control once, and only controls that exist', () => {
    const labelled = allOf(html, /<label[^>]*\bfor="([^"]*)"/g);
    expect(new Set(labelled).size).toBe(labelled.length);
    expect(labelled.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('describes controls by elements that exist', () => {
    const described = allOf(html, /aria-(?:describedby|labelledby)="([^"]*)"/g).flatMap((list) =>
      list.split(' '),
    );
    expect(described.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has a place for the problem of every control that can have one', () => {
    const invalidable = allOf(
      html,
      /<(?:input(?![^>]*checkbox)|textarea)[^>]*\bid="([^"]*)"[^>]*aria-describedby/g,
    );
    expect(invalidable.filter((id) => !ids.includes(`${id}Problem`))).toEqual([]);
  });

  it('lets the browser keep nothing that is typed', () => {
    const controls = [...html.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map((hit) => hit[0]);
    expect(
      controls.filter((control) => !/autocomplete="(off|one-time-code|new-password)"/.test(control)),
    ).toEqual([]);
  });

  it('has no script and no style of its own', () => {
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\bon[a-z]+="/);
  });
});
