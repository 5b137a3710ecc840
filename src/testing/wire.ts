import type { ApiRequestHeader } from '../background/ports';
import { type NetRequest, outcomeOf } from '../core/rules/rule-match';
import type { BackgroundRig } from './background-rig';

/** A URL of the API host that the rig's forms name. */
export const ME = 'https://api.example.com/me?a=1';

const NAVIGATION: NetRequest = {
  url: new URL(ME),
  method: 'get',
  type: 'main_frame',
  initiator: null,
  top: null,
};

/** What the rules that stand now make of requests. */
export class Wire {
  readonly #rig: BackgroundRig;

  constructor(rig: BackgroundRig) {
    this.#rig = rig;
  }

  /** The `Authorization` header that a request is sent with; `held` if it leads to the hold page. */
  outcome(request: Partial<NetRequest>): string | undefined {
    const { sets } = this.#rig.netRules;
    const whole = { ...NAVIGATION, ...request };
    const { headers, isRedirected } = outcomeOf([...sets.dynamic, ...sets.session], whole);
    return isRedirected ? 'held' : headers.get('authorization');
  }

  /** The header that a navigation gets which was let through a moment ago: Firefox decides on the two at two times. */
  letThroughBefore(tabId: number): string | undefined {
    const request = { ...NAVIGATION, tabId };
    return outcomeOf(this.#rig.netRules.sets.session, request).headers.get('authorization');
  }

  /** A fetch of the API's own page. */
  fetched(): string | undefined {
    return this.outcome({ type: 'xmlhttprequest', initiator: 'api.example.com' });
  }

  /** The navigation with which the hold page goes on, from a frame without an origin. */
  navigated(tabId: number, url = ME): string | undefined {
    return this.outcome({ tabId, url: new URL(url) });
  }

  /** A navigation that the API's own page makes: a link, or to itself again. */
  linked(tabId: number): string | undefined {
    return this.outcome({ tabId, initiator: 'api.example.com' });
  }

  /** Tells that a request was sent with this header. @returns the headers with which it goes on */
  sent(value: string | undefined): Promise<readonly ApiRequestHeader[]> {
    const headers = value === undefined ? [] : [{ name: 'Authorization', value }];
    return this.#rig.apiRequests.send(headers);
  }
}
