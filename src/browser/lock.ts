/**
 * Runs a task while no other context of the extension runs one under the same name; later ones wait. The lock ends
 * with its holder, so a worker that dies leaves none behind. Source: Web Locks API.
 */
export function withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, task) as Promise<T>;
}
