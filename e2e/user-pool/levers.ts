import type { CognitoErrorName } from './cognito-error';

/** An exception that the next call, or the next call of one operation, is answered with. */
export interface Refusal {
  name: CognitoErrorName;
  message: string;
  operation?: string;
}

/** A challenge of any name, which the pool asks before it gives tokens. */
export interface PlannedChallenge {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What is wrong with a pair of tokens. Each is signed by the pool's keys unless the kind says otherwise:
 * `otherUser` sub and username of somebody else · `otherClient` aud and client_id of another app client · `wrongIssuer` iss of
 * another pool · `expired` issued and ended a day earlier · `wrongTokenUse` token_use of the id token in the access token and the other way
 * round · `badSignature` · `algNone` unsigned, alg none.
 */
export type Forgery =
  | 'otherUser'
  | 'otherClient'
  | 'wrongIssuer'
  | 'expired'
  | 'wrongTokenUse'
  | 'badSignature'
  | 'algNone';

/** What tests have asked the pool to do once. */
export class Levers {
  #refusals: Refusal[] = [];
  #challenge: PlannedChallenge | undefined;
  #forgery: Forgery | undefined;

  refuseNext(refusal: Refusal): void {
    this.#refusals.push(refusal);
  }

  askNext(challenge: PlannedChallenge): void {
    this.#challenge = challenge;
  }

  forgeNextTokens(forgery: Forgery): void {
    this.#forgery = forgery;
  }

  /** Gives the refusal that the call of `operation` meets. */
  takeRefusal(operation: string): Refusal | undefined {
    const next = this.#refusals.find((refusal) => (refusal.operation ?? operation) === operation);
    this.#refusals = this.#refusals.filter((refusal) => refusal !== next);
    return next;
  }

  takeChallenge(): PlannedChallenge | undefined {
    const challenge = this.#challenge;
    this.#challenge = undefined;
    return challenge;
  }

  takeForgery(): Forgery | undefined {
    const forgery = this.#forgery;
    this.#forgery = undefined;
    return forgery;
  }
}
