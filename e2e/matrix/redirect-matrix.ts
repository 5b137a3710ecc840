import { API } from '../support/story';
import type { Expected, Outcome } from './case';
import { isAtApi, OTHER } from './hosts';
import { OWN, pageOf } from './initiators';
import { needsDocument, WAYS, type Way } from './redirect-hop';
import { type Bench, outcomesOf, runAway, runTogether, type Trial } from './runner';

const API_ORIGIN = `https://${API}`;

/** The origins that a chain of redirects passes through. */
interface Route {
  readonly name: string;
  readonly origins: (httpsPort: number) => readonly string[];
}

const ROUTES: readonly Route[] = [
  { name: 'API → same host', origins: () => [API_ORIGIN, API_ORIGIN] },
  { name: 'API → other host', origins: () => [API_ORIGIN, `https://${OTHER}`] },
  { name: 'API → sub-domain', origins: () => [API_ORIGIN, `https://sub.${API}`] },
  { name: 'API → plain http', origins: () => [API_ORIGIN, `http://${API}`] },
  { name: 'API → other port', origins: (port) => [API_ORIGIN, `${API_ORIGIN}:${port}`] },
  { name: 'API → other host → API', origins: () => [API_ORIGIN, `https://${OTHER}`, API_ORIGIN] },
  { name: 'other host → API', origins: () => [`https://${OTHER}`, API_ORIGIN] },
];

/** What follows a redirect, by the name of its kind. */
const WITHIN = ['fetch', 'fetch no-cors POST', 'fetch keepalive POST', 'img', 'iframe'] as const;
const AWAY = ['location', 'form POST'] as const;
type Follower = (typeof WITHIN)[number] | (typeof AWAY)[number];

/** Sends every kind along every route by every way, from the API's own page. */
export async function runRedirectMatrix(bench: Bench): Promise<readonly Outcome[]> {
  const trialsOf = (followers: readonly Follower[]) =>
    followers.flatMap((follower) =>
      WAYS.filter((way) => isPossible(follower, way)).flatMap((way) =>
        ROUTES.map((route) => trial(bench, follower, way, route)),
      ),
    );
  const within = trialsOf(WITHIN);
  await runTogether(bench, pageOf(OWN), within);
  const away = trialsOf(AWAY);
  for (const each of away) await runAway(bench, pageOf(OWN), each);
  return outcomesOf(bench, [...within, ...away]);
}

// Only a document that is shown goes on by itself, and it does so by GET.
function isPossible(follower: Follower, way: Way): boolean {
  return !needsDocument(way) || follower === 'location' || follower === 'iframe';
}

function trial({ sites }: Bench, follower: Follower, way: Way, route: Route): Trial {
  const origins = route.origins(sites.httpsPort);
  const row = `${follower} ${way}`;
  const base = `/leak/redirect/${`${row}/${route.name}`.replace(/[^\w/]+/g, '-')}`;
  const paths = origins.map((_, at) => `${base}/${at}`);
  const url = origins.reduceRight((next, origin, at) => {
    const here = `${origin}${paths[at]}`;
    return next ? `${here}?via=${way}&to=${encodeURIComponent(next)}` : here;
  }, '');
  const expected = origins.map((_, at) => expectedAt(at, origins, paths[at] ?? '', follower, way));
  return { row, column: route.name, expected, task: [follower, url] };
}

function expectedAt(
  at: number,
  origins: readonly string[],
  path: string,
  follower: Follower,
  way: Way,
): Expected {
  // A framed document that goes on by itself is the new initiator, and another host's is a foreign one.
  const isSentByStranger =
    follower === 'iframe' && needsDocument(way) && at > 0 && origins[at - 1] !== API_ORIGIN;
  return {
    path,
    isPreflight: false,
    carries: (arrived) => isAtApi(arrived) && !isSentByStranger,
    isSilent: origins[at] === `http://${API}` && isRefusedOverHttp(follower, way),
  };
}

// A secure page may not load what is not; and what a form has sent securely is sent on only after a question.
function isRefusedOverHttp(follower: Follower, way: Way): boolean {
  if (follower === 'form POST') return way === '307' || way === '308';
  return follower !== 'location';
}
