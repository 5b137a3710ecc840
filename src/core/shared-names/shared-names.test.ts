import { getPublicSuffix } from 'tldts';
import { describe, expect, test } from 'vitest';
import { aHost } from '../../testing/builders';
import { ALSO_SHARED } from './also-shared';
import { isInSuffixList, takesInStrangers } from './shared-names';
import { SUFFIX_LIST } from './suffix-list';

describe('a star takes in strangers', () => {
  test.each([
    ...['*.co.uk', '*.github.io', '*.kobe.jp', '*.tokyo.jp', '*.any.ck', '*.vercel.app'],
    ...['*.netlify.app', '*.workers.dev', '*.pages.dev', '*.herokuapp.com', '*.onrender.com'],
    ...['*.fly.dev', '*.azurewebsites.net', '*.run.app', '*.europe-west1.run.app', '*.cloudfront.net'],
    ...['*.amplifyapp.com', '*.elasticbeanstalk.com', '*.eu-central-1.elasticbeanstalk.com'],
    ...['*.awsapprunner.com', '*.eu-west-1.awsapprunner.com', '*.trycloudflare.com'],
    ...['*.ngrok-free.app', '*.eu.ngrok.io', '*.csb.app', '*.preview.csb.app', '*.ts.net', '*.公司.cn'],
    ...['*.xn--55qx5d.cn'],
  ])('over a public suffix: %s', (typed) => expect(takesInStrangers(aHost(typed))).toBe(true));

  test.each([
    ...['*.on.aws', '*.eu-central-1.on.aws', '*.lambda-url.eu-central-1.on.aws', '*.any.eu-central-1.on.aws'],
    ...['*.windows.net', '*.core.windows.net', '*.prod.fastly.net', '*.render.com'],
    ...['*.amazonlightsail.com', '*.scw.cloud', '*.fr-par.scw.cloud', '*.localcert.dev'],
    ...['*.platform.sh', '*.is-local.org'],
  ])('above a public suffix: %s', (typed) => expect(takesInStrangers(aHost(typed))).toBe(true));

  test.each([
    ...['*.app.github.dev', '*.github.dev', '*.preview.app.github.dev', '*.devtunnels.ms'],
    ...['*.euw.devtunnels.ms', '*.loca.lt', '*.gitpod.io', '*.ws-eu105.gitpod.io', '*.webcontainer.io'],
    ...['*.local-corp.webcontainer.io', '*.serveo.net', '*.lhr.life', '*.a.free.pinggy.link'],
    ...['*.nip.io', '*.westeurope.azurecontainerapps.io', '*.westeurope.cloudapp.azure.com'],
    ...['*.azure.com', '*.cloudworkstations.dev', '*.m.pipedream.net'],
    ...['*.cfapps.eu10.hana.ondemand.com', '*.hana.ondemand.com', '*.eu.auth0.com'],
  ])('where the list lacks the name: %s', (typed) => expect(takesInStrangers(aHost(typed))).toBe(true));

  test.each([
    ...['*.example.com', '*.example.co.uk', '*.alice.github.io', '*.shop.vercel.app'],
    ...['*.corp.internal', '*.d1.cloudfront.net', '*.www.ck', '*.city.kobe.jp'],
    ...['*.shop.example.kobe.jp', '*.notgithub.io', '*.io.github.io'],
    ...['*.myenv.westeurope.azurecontainerapps.io', '*.10-0-0-1.nip.io', '*.github.com'],
    ...['*.myazure.com', '*.3000-shop.ws-eu105.gitpod.io', '*.a.b.c.d.example.org', '*.xloca.lt'],
    ...['*.example.公司.cn'],
  ])('but not over a name of one owner: %s', (typed) => expect(takesInStrangers(aHost(typed))).toBe(false));

  test.each(['github.io', 'co.uk', 'app.github.dev', 'alice.github.io'])('nor without a star: %s', (typed) =>
    expect(takesInStrangers(aHost(typed))).toBe(false),
  );
});

describe('the list', () => {
  test('knows every public suffix of two labels or more, as the library does', () => {
    const names = SUFFIX_LIST.trim()
      .split('\n')
      .flatMap((line) => {
        const [parent = '', labels = ''] = line.split(':');
        return labels
          .split(' ')
          .map((label) => `${label.replace(/[*!]/, '')}${label === '*' ? 'any' : ''}.${parent}`);
      });
    expect(names.length).toBeGreaterThan(9_000);
    const isSuffix = (name: string) => getPublicSuffix(name, { allowPrivateDomains: true }) === name;
    // What is listed and no suffix has one below it.
    const isAbove = (name: string) => SUFFIX_LIST.includes(`\n${name}:`);
    expect(names.filter((name) => isInSuffixList(name) !== (isSuffix(name) || isAbove(name)))).toEqual([]);
  });

  test('lacks each name that is added to it', () => {
    const names = ALSO_SHARED.map((shared) => shared.replaceAll('*', 'any'));
    expect(names.filter((name) => isInSuffixList(name))).toEqual([]);
  });
});
