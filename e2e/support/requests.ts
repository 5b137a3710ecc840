/**
 * Runs in a page of the extension: asks the background about the profile that was shown last, as its own pages do. Stands
 * alone, because it is sent as text.
 * @param request without its `profileId`
 * @returns the reply
 */
export async function askOfShown(request: object) {
  const state = await chrome.runtime.sendMessage({ type: 'getState', profileId: null });
  return chrome.runtime.sendMessage({ ...request, profileId: state.value.profileId });
}
