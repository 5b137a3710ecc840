import { describe, expect, it } from 'vitest';
import { questionOf, sentenceOfExplanation } from './explanation';

describe('a question', () => {
  it('is about a typed URL where no page is named', () => {
    expect(questionOf(' https://api.example.com ', ' ', 'request')).toEqual({
      url: 'https://api.example.com',
      page: null,
      sentAs: 'request',
    });
  });

  it('is about a page', () => {
    expect(questionOf('https://api.example.com', ' https://app.example.com ', 'link')).toEqual({
      url: 'https://api.example.com',
      page: 'https://app.example.com',
      sentAs: 'link',
    });
  });
});

describe('an explanation', () => {
  const about = { host: 'https://api.example.com', username: 'alice' };

  it('names the host and the user', () => {
    expect(sentenceOfExplanation({ code: 'sent', ...about })).toEqual([
      'explanation_sent',
      'api.example.com',
      'alice',
    ]);
  });

  it('shows the scheme where that is the reason', () => {
    expect(sentenceOfExplanation({ code: 'otherScheme', ...about })[1]).toBe('https://api.example.com');
  });
});
