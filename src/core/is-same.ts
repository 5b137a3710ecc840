/**
 * Whether two values of JSON say the same. Browsers give objects back with their keys in another order; a member that is
 * undefined is not there.
 */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const hasNoMore = Object.keys(other).every((key) => key in one || other[key] === undefined);
  return hasNoMore && Object.keys(one).every((key) => isSame(one[key], other[key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
