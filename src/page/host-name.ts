/** A host, an origin or a match pattern, for people: `https://api.example.com/*` becomes `api.example.com`. */
export function hostNameOf(pattern: string): string {
  return pattern.replace(/^https:\/\//, '').replace(/\/\*$/, '');
}
