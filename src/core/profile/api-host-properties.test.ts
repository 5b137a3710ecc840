import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { aHost } from '../../testing/builders';
import { coversUrl, hostText, isLoopback, parseApiHost } from './api-host';

describe('whatever is typed', () => {
  const name = fc.oneof(
    fc.domain(),
    fc.ipV4Extended(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.constantFrom('localhost', 'app.localhost', '[::1]', 'münchen.example', '例え.jp'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.stringMatching(/^[a-z0-9%*+$(){}!'~,;&=._-]{1,12}$/),
  );
  const port = fc.oneof(
    fc.constant(''),
    fc.integer({ min: 0, max: 70_000 }).map((number) => `:${number}`),
  );
  const scheme = fc.constantFrom('', '', 'https://', 'http://', 'HTTPS://', 'ftp://');
  const star = fc.constantFrom('', '', '*.');
  const path = fc.oneof(fc.constantFrom('', '', '/', '.', '/v1', '/v1/', '//', '/a b', '/{x}'), fc.webPath());
  const typedText = fc.oneof(
    fc.tuple(scheme, star, name, port, path).map((parts) => parts.join('')),
    fc.webUrl(),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );

  /** Checks every host that is accepted, and that enough are for the check to mean something. */
  function forAcceptedHosts(check: (host: ReturnType<typeof aHost>) => void): void {
    let accepted = 0;
    fc.assert(
      fc.property(typedText, (typed) => {
        const host = parseApiHost(typed);
        if (!host.ok) return;
        accepted += 1;
        check(host.value);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  }

  test('an accepted host is the very host that URL sees', () => {
    forAcceptedHosts((host) => {
      const url = new URL(hostText({ ...host, isWildcard: false }));
      const { scheme, hostname, port, pathPrefix } = host;
      expect([url.protocol, url.hostname, url.port]).toEqual([`${scheme}:`, hostname, port]);
      expect(url.pathname).toBe(pathPrefix);
      expect(coversUrl(host, url)).toBe(true);
    });
  });

  test('an accepted host is read back as itself', () => {
    forAcceptedHosts((host) => {
      expect(parseApiHost(hostText(host))).toEqual({ ok: true, value: host });
    });
  });

  test('an accepted host is https or loopback, and has no character that means something in a rule', () => {
    forAcceptedHosts((host) => {
      expect(host.scheme === 'https' || isLoopback(host.hostname)).toBe(true);
      expect(host.hostname).toMatch(/^([a-z0-9._-]+|\[[0-9a-f:]+\])$/);
      expect(host.pathPrefix).toMatch(/^\/[^\s*?#|[\]{}^\\]*$/);
      if (host.isWildcard) expect(host.hostname).toMatch(/[a-z0-9_-]\.[a-z0-9_-]+$/);
    });
  });
});
