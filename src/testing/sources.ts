import fc from 'fast-check';
import { hostText } from '../core/profile/api-host';
import { HOST_SCOPES } from '../core/profile/settings';
import type { HeaderSource } from '../core/rules/header-source';
import type { NetRequest } from '../core/rules/rule-match';
import { aHost, aPage, aProfile, aSentTokens } from './builders';
import { requestChoices, requestNear } from './requests-near';

export type Sources = readonly HeaderSource[];
export type Requests = readonly NetRequest[];

const shapes = fc.record({
  slot: fc.nat(500),
  typed: fc.uniqueArray(
    fc.constantFrom('api.example.com', '*.example.com', 'api.example.com/v1', 'b.example', 'localhost:3000'),
    { minLength: 1, maxLength: 3 },
  ),
  pages: fc.uniqueArray(fc.constantFrom('app.example.org', 'example.org')),
  scope: fc.constantFrom(...HOST_SCOPES),
  frames: fc.boolean(),
  name: fc.constantFrom('Authorization', 'Authorization', 'X-Token'),
  accessTokenHeader: fc.constantFrom(null, null, 'X-Access', 'X-Token-2'),
  isSignedIn: fc.boolean(),
  passes: fc.constantFrom(undefined, undefined, [] as const),
  holdNavigations: fc.boolean(),
});

/** Profiles on the same few hosts, each a user of its own with a token of its own, in any order. */
export const setsOfSources: fc.Arbitrary<Sources> = fc
  .uniqueArray(shapes, { minLength: 2, maxLength: 4, selector: ({ slot }) => slot })
  .map((all) => all.map(sourceOf));

type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

function sourceOf({ typed, pages, scope, frames, name, isSignedIn, passes, ...rest }: Shape): HeaderSource {
  const apiHosts = typed.map(aHost);
  const profile = aProfile({
    ...rest,
    ...{ id: `p${rest.slot}`, username: `user${rest.slot}`, apiHosts },
    allowedPages: pages.map((page) => aPage(page)),
    hostScopes: Object.fromEntries(apiHosts.map((host) => [hostText(host), scope])),
    hostFrames: Object.fromEntries(apiHosts.map((host) => [hostText(host), frames])),
    header: { name, prefix: '' },
  });
  const sent = isSignedIn ? aSentTokens(`head.body.${rest.slot}`) : null;
  // A profile that signs out has no passes either.
  return { profile, sent, ...(passes && isSignedIn ? { passes } : {}) };
}

/** Requests near the hosts of all of them, from their pages and from others. */
export function requestsNear(sources: Sources): fc.Arbitrary<Requests> {
  const profiles = sources.map(({ profile }) => profile);
  const named = {
    hosts: profiles.flatMap(({ apiHosts }) => apiHosts),
    pages: profiles.flatMap(({ allowedPages }) => allowedPages.map(({ hostname }) => hostname)),
  };
  return fc
    .array(requestChoices, { minLength: 20, maxLength: 20 })
    .map((all) => all.flatMap((one) => requestNear(named, one) ?? []));
}
