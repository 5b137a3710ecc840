import type { Page } from 'playwright';
import type { ExplanationCode } from '../../src/core/rules/explain';
import type { Question } from '../../src/core/rules/question';
import { browserMatches, installedRules } from './rule-comparison';
import type { Details } from './sample-requests';

/**
 * Where the answer to "Would this request get the token?" is not what the browser says of the request.
 * @returns one line each; `asked` counts the questions, `sent` those that the browser sends with the token
 */
export async function wronglyExplained(page: Page, samples: readonly Details[]) {
  const pairs = samples.flatMap((details) => {
    const question = questionOf(details);
    return question ? [{ details, question }] : [];
  });
  const carrying = await carryingKeys(page);
  const answers = await browserMatches(
    page,
    pairs.map(({ details }) => details),
  );
  const codes = await page.evaluate(
    explainAll,
    pairs.map(({ question }) => question),
  );
  const compared = pairs.flatMap(({ question }, at) => {
    const isCarried = answers[at]?.some(({ rulesetId, ruleId }) => carrying.has(`${rulesetId} ${ruleId}`));
    return isCarried === undefined ? [] : [{ ...question, code: codes[at], isCarried }];
  });
  return {
    asked: compared.length,
    sent: compared.filter(({ isCarried }) => isCarried).length,
    wrong: compared
      .filter(({ code, isCarried }) => (code === 'sent') !== isCarried)
      .map((each) => JSON.stringify(each)),
  };
}

async function carryingKeys(page: Page): Promise<ReadonlySet<string>> {
  const rules = await installedRules(page);
  const carrying = rules.filter(
    ({ action }) =>
      action.type === 'modifyHeaders' &&
      action.requestHeaders.some(({ header }) => header === 'authorization'),
  );
  return new Set(carrying.map(({ rulesetId, id }) => `${rulesetId} ${id}`));
}

/** The question that is about such a request; null where there is none, as for a preflight. */
function questionOf({ url, method, type, initiator, topUrl }: Details): Question | null {
  const isFramed = topUrl !== undefined && topUrl !== initiator;
  // The browser's test takes one that no page can open.
  const isNotOpened = type === 'websocket' && url.includes('#');
  if (method === 'options' || type === 'csp_report' || isFramed || isNotOpened) return null;
  const page = initiator ?? null;
  if (type === 'main_frame' && (method === 'get' || method === 'head')) return { url, page, sentAs: 'link' };
  if (page === null) return null;
  return { url, page, sentAs: type.endsWith('_frame') ? 'frameOrForm' : 'request' };
}

// Stands alone, because it is sent as text.
async function explainAll(questions: readonly Question[]): Promise<readonly ExplanationCode[]> {
  const replies = questions.map((each) => chrome.runtime.sendMessage({ type: 'explain', ...each }));
  return (await Promise.all(replies)).map(({ value }) => value.code);
}
