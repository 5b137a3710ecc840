import { problemOf } from '../../core/auth-error';
import type { Failure, Messages, Reply, Request, RequestType } from '../../core/messages/protocol';
import { parseRequest } from '../../core/messages/request-parser';
import { FieldProblemsError, type Handlers } from './handler-table';
import { HeldNavigation, type HeldNavigationPorts } from './held-navigation';
import { SettingsRequests, type SettingsRequestsPorts } from './settings-requests';
import { SignInRequests, type SignInRequestsPorts } from './sign-in-requests';
import { StateReader, type StateReaderPorts } from './state-reader';
import { StateRequests, type StateRequestsPorts } from './state-requests';
import { TokenRequests, type TokenRequestsPorts } from './token-requests';
import { VaultRequests, type VaultRequestsPorts } from './vault-requests';

export type RequestsPorts = Omit<
  StateRequestsPorts &
    SignInRequestsPorts &
    SettingsRequestsPorts &
    TokenRequestsPorts &
    VaultRequestsPorts &
    HeldNavigationPorts,
  'reader'
> &
  StateReaderPorts;

/** Answers the messages of the extension's pages. */
export class Requests {
  readonly #handlers: Handlers;

  constructor(given: RequestsPorts) {
    const ports = { ...given, reader: new StateReader(given) };
    this.#handlers = {
      ...new StateRequests(ports).handlers,
      ...new SignInRequests(ports).handlers,
      ...new SettingsRequests(ports).handlers,
      ...new TokenRequests(ports).handlers,
      ...new VaultRequests(ports).handlers,
      ...new HeldNavigation(ports).handlers,
    };
  }

  /** Answers a message of unknown shape; never rejects. */
  async answer(message: unknown): Promise<Reply> {
    const request = parseRequest(message);
    if (!request) return { ok: false, problem: { code: 'interrupted', detail: '' } };
    try {
      return { ok: true, value: await this.#handle(request.type, request) };
    } catch (error) {
      return failureOf(error);
    }
  }

  #handle<T extends RequestType>(type: T, request: Request<T>): Promise<Messages[T]['reply']> {
    return this.#handlers[type](request);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof FieldProblemsError) return { ok: false, fieldProblems: error.fieldProblems };
  return { ok: false, problem: problemOf(error) };
}
