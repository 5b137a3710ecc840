import { CognitoError, invalidParameter } from './cognito-error';

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an optional string member of a request; a member of another type is refused as AWS JSON 1.1 does. */
export function optionalString(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw new CognitoError('SerializationException', `${member} is not a string`);
  return value;
}

/** Reads a string member that the API model marks as required. */
export function requiredMember(input: JsonObject, member: string): string {
  const value = optionalString(input, member);
  if (value) return value;
  const memberOnTheWire = member.charAt(0).toLowerCase() + member.slice(1);
  throw invalidParameter(
    `1 validation error detected: Value at '${memberOnTheWire}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Reads AuthParameters or ChallengeResponses: an object of strings, empty if absent. */
export function stringMap(input: JsonObject, member: string): Record<string, string> {
  const value = input[member] ?? {};
  if (!isJsonObject(value)) throw new CognitoError('SerializationException', `${member} is not an object`);
  const strings: Record<string, string> = {};
  for (const key of Object.keys(value)) {
    const text = optionalString(value, key);
    if (text !== undefined) strings[key] = text;
  }
  return strings;
}

/** Reads one parameter of a flow or of a challenge response, such as USERNAME. */
export function requiredParameter(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
