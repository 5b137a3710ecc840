/** Whether a value from outside is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value from outside is an object that holds nothing but strings. */
export function isStringRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');
}

/** Whether a value from outside is one of the given strings. */
export function isOneOf<const T extends string>(allowed: readonly T[], value: unknown): value is T {
  return allowed.some((entry) => entry === value);
}
