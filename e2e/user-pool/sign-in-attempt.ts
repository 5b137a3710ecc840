import type { AppClient } from './app-clients';
import { requireKnownDevice } from './device';
import type { User } from './users';

/** Who signs in, through which app client, and from which device. */
export interface SignInAttempt {
  readonly client: AppClient;
  readonly user: User;
  /** A tracked device of the user, if the caller named one. */
  readonly deviceKey: string | undefined;
}

/**
 * @param parameters AuthParameters or ChallengeResponses, which may hold DEVICE_KEY
 * @throws ResourceNotFoundException for a device that the user does not have
 */
export function signInAttempt(
  client: AppClient,
  user: User,
  parameters: Readonly<Record<string, string>>,
): SignInAttempt {
  const deviceKey = parameters.DEVICE_KEY;
  if (deviceKey) requireKnownDevice(user, deviceKey);
  return { client, user, deviceKey };
}
