import { isOneOf, isRecord } from './guards';
import type { Result } from './result';

/** Reads a value that was stored or received; undefined for anything that is not one. */
export type Read<T> = (value: unknown) => T | undefined;

export const readText: Read<string> = (value) => (typeof value === 'string' ? value : undefined);

export const readFlag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** Any number that JSON can hold, such as epoch ms. */
export const readNumber: Read<number> = (value) => (Number.isFinite(value) ? Number(value) : undefined);

export function oneOf<const T extends string>(allowed: readonly T[]): Read<T> {
  return (value) => (isOneOf(allowed, value) ? value : undefined);
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value) => (value === null ? null : read(value));
}

/** What is read in place of a member that earlier builds did not store. */
export function orElse<T>(read: Read<T>, initial: T): Read<T> {
  return (value) => (value === undefined ? initial : read(value));
}

/** A list of which every entry can be read. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const entries = value.map(read).filter((entry) => entry !== undefined);
    return entries.length === value.length ? entries : undefined;
  };
}

/** An object of any keys, of which every value can be read. */
export function recordOf<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const entries = listOf(read)(Object.values(value));
    return entries && Object.fromEntries(Object.keys(value).map((key, at) => [key, entries[at] as T]));
  };
}

/** An object of these members, each of which can be read; what else it has is left out. */
export function objectOf<T extends object>(members: { readonly [M in keyof T]: Read<T[M]> }): Read<T> {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const read = Object.entries<Read<unknown>>(members).map(([name, of]) => [name, of(value[name])] as const);
    // The mapped type of the parameter says that these are all members of a T.
    return read.some(([, member]) => member === undefined) ? undefined : (Object.fromEntries(read) as T);
  };
}

/** A text that one of the form's parsers takes. */
export function parsedBy<T>(parse: (text: string) => Result<T, unknown>): Read<T> {
  return (value) => {
    const result = typeof value === 'string' ? parse(value) : null;
    return result?.ok ? result.value : undefined;
  };
}
