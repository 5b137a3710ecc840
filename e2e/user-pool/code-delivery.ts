import { randomInt } from 'node:crypto';
import type { PoolState, SentCode } from './pool-state';
import type { User } from './users';

/** Where a code goes: to an e-mail address or a phone number. */
export type Delivery = Pick<SentCode, 'medium' | 'destination'>;

/** Puts a new code into the outbox and gives it. */
export function sendCode(state: PoolState, user: User, delivery: Delivery, digits = 6): string {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  state.outbox.push({ username: user.username, ...delivery, code });
  return code;
}

/** The destination as the app may show it: `a***@e***` or `+*******1234`. */
export function maskedDestination({ medium, destination }: Delivery): string {
  if (medium === 'SMS') return `+*******${destination.slice(-4)}`;
  return destination.replace(/^(.).*@(.).*$/, '$1***@$2***');
}

/** The challenge parameters that say where a code went. */
export function deliveryParameters(delivery: Delivery): Record<string, string> {
  return {
    CODE_DELIVERY_DELIVERY_MEDIUM: delivery.medium,
    CODE_DELIVERY_DESTINATION: maskedDestination(delivery),
  };
}
