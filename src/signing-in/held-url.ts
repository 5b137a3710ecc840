const MARK = '?to=';

/**
 * The URL that was asked for: all that the rule appended behind `?to=`, which is not encoded, and the fragment, which
 * the browser carries over by itself (Fetch standard, "HTTP-redirect fetch": a location without one inherits it).
 * @param address the hold page's own
 * @returns null if there is none
 */
export function heldUrlOf(address: string): string | null {
  const start = address.indexOf(MARK);
  return start === -1 ? null : address.slice(start + MARK.length);
}
