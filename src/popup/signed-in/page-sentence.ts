import type { PageView } from '../../core/views/page-view';
import { hostNameOf } from '../../page/host-name';
import type { Sentence } from '../../page/sentence';

/**
 * What the page in the current tab has to do with the token; null if it has nothing to do with it.
 * @param name what people call the user
 */
export function sentenceOfPage(page: PageView, name: string): Sentence | null {
  switch (page.kind) {
    case 'none':
      return null;
    case 'allowed':
      return ['pageAllowed', name, page.hosts.map(hostNameOf).join(', ')];
    case 'notAllowed':
      return ['pageNotAllowed', name];
    case 'apiHost':
      if (page.isLoadedWithToken === null) return ['pageOfApiHost'];
      return page.isLoadedWithToken ? ['pageLoadedWithToken', name] : ['pageLoadedWithoutToken'];
  }
}

/** The match pattern of an origin's pages; as everywhere, without a port. */
export function patternOfOrigin(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
