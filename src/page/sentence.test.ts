import { describe, expect, it } from 'vitest';
import { sentenceOfAuthProblem, sentenceOfFieldProblem } from './sentence';

describe('the sentence of a problem', () => {
  it('carries the words of the pool', () => {
    expect(sentenceOfAuthProblem({ code: 'lambdaRefused', detail: 'Not before nine.' })).toEqual([
      'authError_lambdaRefused',
      'Not before nine.',
    ]);
  });

  it('quotes the offending line', () => {
    const problem = { field: 'apiHosts', code: 'hostWildcard', quoted: '*.example.com' } as const;
    expect(sentenceOfFieldProblem(problem)).toEqual(['fieldProblem_hostWildcard', '*.example.com']);
  });

  it('quotes only the beginning of a long line', () => {
    const problem = { field: 'clientId', code: 'clientIdMalformed', quoted: '-'.repeat(5_000) } as const;
    expect(sentenceOfFieldProblem(problem)[1]).toHaveLength(49);
  });
});
