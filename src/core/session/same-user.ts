import type { Tokens } from './token';

type TokenUser = Pick<Tokens, 'subject' | 'username'>;

/**
 * J8 (docs/checks.md): whether tokens are of the user that we already have tokens of. A refresh that brings another's is refused.
 */
export function isSameUser(tokens: TokenUser, previous: TokenUser): boolean {
  return tokens.subject === previous.subject && tokens.username === previous.username;
}

/**
 * J8 (docs/checks.md): whether the first tokens are of the user whom the pool itself named in its challenge. Most pools take user names
 * in any case, and some name a user by `sub`. Source: Cognito API, `USER_ID_FOR_SRP` and `CaseSensitive` of
 * UsernameConfigurationType.
 * @param named the name; undefined or empty where the pool named nobody
 */
export function isNamedUser({ username, subject }: TokenUser, named: string | undefined): boolean {
  return !named || username.toLowerCase() === named.toLowerCase() || subject === named;
}
