import type { Profile } from '../profile/profile';
import { EVERY_RESOURCE_TYPE, type NetRule, type RuleBrowser } from './net-rule';
import { DYNAMIC_KINDS, priorityOf } from './rule-registry';
import { ruledHosts } from './ruled-hosts';

// Requests that carry their own authorization in the URL refuse a second one. Their servers differ in the case of a name
// and in what stands before it: "X-Amz-Signature", "X-Goog-Signature", "x-oss-signature", "q-signature".
// Source: Amazon S3, "Authenticating requests: using query parameters"; CloudFront and Google Cloud Storage, "Signed URLs";
// Azure, "Shared access signatures"; Alibaba and Tencent object storage, "Add signatures to URLs".
// One rule per name: a filter holds one. The caret stands for the "?" or "&" before the name.
const SIGNATURE_PARAMETERS = ['-Signature=', '-Credential=', '^Signature=', '^sig='];

/** The dynamic rules that leave presigned requests to a profile's API hosts alone. */
export function presignedRules(
  profile: Pick<Profile, 'slot' | 'apiHosts'>,
  { access }: Pick<RuleBrowser, 'access'>,
): readonly NetRule[] {
  return ruledHosts(profile, access).flatMap(({ host, firstId }) =>
    SIGNATURE_PARAMETERS.map((urlFilter, index) => ({
      id: firstId + DYNAMIC_KINDS.presigned + index,
      priority: priorityOf('presigned'),
      action: { type: 'allow' },
      // Wider than the host, which is harmless: it only ever takes a header off.
      condition: {
        urlFilter,
        isUrlFilterCaseSensitive: false,
        requestDomains: [host.hostname],
        ...EVERY_RESOURCE_TYPE,
      },
    })),
  );
}
