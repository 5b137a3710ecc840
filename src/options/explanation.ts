import { isOneOf } from '../core/guards';
import type { Explanation } from '../core/rules/explain';
import { type Question, WAYS_TO_SEND } from '../core/rules/question';
import { hostNameOf } from '../page/host-name';
import type { Sentence } from '../page/sentence';

/** What was asked: an empty page stands for a URL that is typed. */
export function questionOf(url: string, page: string, sentAs: string): Question {
  const way = isOneOf(WAYS_TO_SEND, sentAs) ? sentAs : 'request';
  return { url: url.trim(), page: page.trim() || null, sentAs: way };
}

/** Whether a request carries the token, and why, in one sentence. */
export function sentenceOfExplanation({ code, host, username }: Explanation): Sentence {
  // The scheme is what it is about.
  const name = code === 'otherScheme' ? host : hostNameOf(host);
  return [`explanation_${code}`, name, username];
}
