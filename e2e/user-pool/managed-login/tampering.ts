import type { JsonObject } from '../request-members';

/** What a hostile or broken server puts into the redirect to the callback. */
export interface RedirectTampering {
  /** Another value; an empty text takes the parameter away. */
  readonly state?: string;
  readonly code?: string;
  /** The issuer that the answer claims to be from (RFC 9207). */
  readonly iss?: string;
  /** The parameter that comes twice. */
  readonly duplicate?: 'code' | 'state';
  /** This error instead of a code. */
  readonly error?: string;
  readonly errorDescription?: string;
}

/** What a hostile or broken server answers instead of good tokens. The grant is carried out all the same. */
export interface TokenAnswerTampering {
  readonly nonce?: string;
  /** Claims of the id token, which is signed with them; `undefined` takes a claim away. */
  readonly idClaims?: JsonObject;
  readonly tokenType?: string;
  /** Members of the answer that are left out, such as `id_token`. */
  readonly omit?: readonly string[];
  readonly contentType?: string;
  /** A web page instead of JSON. */
  readonly html?: boolean;
  /** A megabyte of padding beside the tokens. */
  readonly oversized?: boolean;
}

/** The tampering still to come; each is done once. */
export class Tampering {
  #redirect: RedirectTampering = {};
  #tokenAnswer: TokenAnswerTampering = {};

  planRedirect(tampering: RedirectTampering): void {
    this.#redirect = tampering;
  }

  planTokenAnswer(tampering: TokenAnswerTampering): void {
    this.#tokenAnswer = tampering;
  }

  takeRedirect(): RedirectTampering {
    const planned = this.#redirect;
    this.#redirect = {};
    return planned;
  }

  takeTokenAnswer(): TokenAnswerTampering {
    const planned = this.#tokenAnswer;
    this.#tokenAnswer = {};
    return planned;
  }
}
