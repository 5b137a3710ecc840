import { isRegionsOwn, parseCustomEndpoint } from './custom-endpoint';
import { parseHostedUiDomain } from './hosted-ui';
import type { ProfileForm, SecretField } from './profile-form';
import { usesField } from './sign-in-method';
import { understoodForm } from './understood-form';
import { parseUserPoolId } from './user-pool-id';

/** Where a client's secret is sent to. */
interface Client {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Empty for the region's own. */
  readonly endpoint: string;
  /** Empty where it is not used, or is the one that the pool tells. */
  readonly domain: string;
}

/**
 * Of the secrets that are stored, those that go on being used when a form is sent in which their fields are empty. A
 * client's secret was typed for one app client at one place, a user's for one user there: anywhere else it is asked for
 * again, lest it be sent to somebody whom it was not meant for.
 * @param saved the form of the profile as it is stored
 */
export function secretsThatStay(
  stored: readonly SecretField[],
  saved: ProfileForm,
  typed: ProfileForm,
): readonly SecretField[] {
  return stored.filter((field) => (field === 'clientSecret' ? isSameClient : isSameUser)(saved, typed));
}

/** Whether two forms are about one app client, reached at the same place. */
export function isSameClient(saved: ProfileForm, typed: ProfileForm): boolean {
  const before = clientOf(saved);
  const now = clientOf(typed);
  const isSameDomain = now.domain === '' || now.domain === before.domain;
  return (
    isSameDomain &&
    now.userPoolId === before.userPoolId &&
    now.clientId === before.clientId &&
    now.endpoint === before.endpoint
  );
}

/** Whether they are about the same user of it, too. */
export function isSameUser(saved: ProfileForm, typed: ProfileForm): boolean {
  return isSameClient(saved, typed) && usernameOf(saved) === usernameOf(typed);
}

// What cannot be read yet is another one than what was saved.
function clientOf(form: ProfileForm): Client {
  const { userPoolId, clientId, cognitoEndpoint, signInMethod, hostedUiDomain } = understoodForm(form);
  const pool = parseUserPoolId(userPoolId);
  const endpoint = parseCustomEndpoint(cognitoEndpoint);
  const domain = usesField(signInMethod, 'hostedUiDomain') ? parseHostedUiDomain(hostedUiDomain) : null;
  const isOwn = pool.ok && endpoint.ok && isRegionsOwn(pool.value, endpoint.value);
  return {
    userPoolId: pool.ok ? pool.value.userPoolId : userPoolId,
    clientId,
    endpoint: isOwn ? '' : ((endpoint.ok ? endpoint.value : cognitoEndpoint) ?? ''),
    domain: domain === null ? '' : ((domain.ok ? domain.value : hostedUiDomain) ?? ''),
  };
}

function usernameOf({ signInMethod, username }: ProfileForm): string {
  return usesField(signInMethod, 'username') ? username.trim() : '';
}
