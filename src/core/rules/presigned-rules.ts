import type { Profile } from '../profile/profile';
import { EVERY_RESOURCE_TYPE, type NetRule } from './net-rule';
import { DYNAMIC_KINDS, firstRuleId, priorityOf } from './rule-registry';

// Requests that carry their own authorization in the URL (S3, CloudFront, Azure Storage) refuse a second one.
// Source: Amazon S3, "Authenticating requests: using query parameters"; CloudFront signed URLs; Azure "shared access
// signatures". One rule per name: a filter holds one. The caret stands for the "?" or "&" before the name.
const SIGNATURE_PARAMETERS = ['X-Amz-Signature', 'X-Amz-Credential', 'Signature', 'sig'];

/** The dynamic rules that leave presigned requests to a profile's API hosts alone. */
export function presignedRules({ slot, apiHosts }: Pick<Profile, 'slot' | 'apiHosts'>): readonly NetRule[] {
  return apiHosts.flatMap((host, hostIndex) =>
    SIGNATURE_PARAMETERS.map((name, index) => ({
      id: firstRuleId(slot, hostIndex) + DYNAMIC_KINDS.presigned + index,
      priority: priorityOf('presigned'),
      action: { type: 'allow' },
      // Wider than the host, which is harmless: it only ever takes a header off.
      condition: {
        urlFilter: `^${name}=`,
        isUrlFilterCaseSensitive: true,
        requestDomains: [host.hostname],
        ...EVERY_RESOURCE_TYPE,
      },
    })),
  );
}
