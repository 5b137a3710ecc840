import { GUARD_PERIOD_MS, guardAlarmMs, onWakeAlarm, setGuardAlarm, setWakeAlarm } from '../browser/alarm';
import { canHoldRequests, watchRequests } from '../browser/api-requests';
import { showBadge } from '../browser/badge';
import { onCommand } from '../browser/commands';
import { grantedAccess, onAccessChanged } from '../browser/host-access';
import { onBrowserStart } from '../browser/lifecycle';
import { withLock } from '../browser/lock';
import { announceStateChange, onPageMessage } from '../browser/messages';
import { changeRules, installedRules, ruleAbilities, rulesActedOnTab } from '../browser/net-rules';
import { holdPageUrl } from '../browser/own-pages';
import {
  browserCallbackUrl,
  closeTab,
  launchSignIn,
  navigateTab,
  openTab,
  tabIds,
} from '../browser/sign-in-window';
import { detectIdleAfter, onIdleChange, whileAwake } from '../browser/signs-of-waking';
import { getItems, removeItems, setItems } from '../browser/stored-item';
import { createTabEvents } from '../browser/tab-events';
import { text } from '../browser/texts';
import { BADGE_COLORS, BADGE_TEXTS } from '../core/views/badge';
import { Background } from './background';

const tabEvents = createTabEvents();
const background = new Background({
  storage: { get: getItems, set: setItems, remove: removeItems },
  netRules: {
    installed: installedRules,
    change: changeRules,
    abilities: ruleAbilities(),
    holdPageUrl: holdPageUrl(),
  },
  apiRequests: { canHold: canHoldRequests(), watch: watchRequests },
  withLock,
  localClock: { wall: () => Date.now(), monotonic: () => performance.now(), random: () => Math.random() },
  platform: { fetch: (...args) => fetch(...args), crypto },
  signInWindow: {
    callbackUrl: browserCallbackUrl(),
    launch: launchSignIn,
    openTab,
    tabIds,
    navigate: navigateTab,
    closeTab,
  },
  watchTabs: tabEvents.watch,
  newId: () => crypto.randomUUID(),
  alarms: {
    setWake: setWakeAlarm,
    setGuard: setGuardAlarm,
    guardMs: guardAlarmMs,
    guardPeriodMs: GUARD_PERIOD_MS,
  },
  announce: announceStateChange,
  showBadge: (state) => showBadge(BADGE_TEXTS[state], text(`badge_${state}`), BADGE_COLORS[state]),
  detectIdleAfter,
  grantedAccess,
  rulesActedOnTab,
});

// Every listener is registered in this first turn of the worker: one added later misses the event that woke it.
onPageMessage((message) => background.answer(message));
onWakeAlarm(() => background.lifecycle.attend());
onIdleChange((state) => background.onIdleChange(state));
onCommand('lock', () => background.lock());
onBrowserStart(() => background.lifecycle.attend());
onAccessChanged(() => background.accessChanged());
tabEvents.listen({
  onNavigationBegun: (tabId, url) => background.onNavigationBegun(tabId, url),
  onNavigation: (tabId, url, initiator) => background.onNavigation(tabId, url, initiator),
  onNavigationRedirected: (tabId, url, to, initiator) =>
    background.onNavigationRedirected(tabId, url, to, initiator),
  onNavigationSent: (tabId, url) => background.onNavigationSent(tabId, url),
  onNavigationCommitted: (tabId, url, cause) => background.onNavigationCommitted(tabId, url, cause),
  onTabClosed: (tabId) => background.onTabClosed(tabId),
});

// The worker has started, for whatever reason: rules, alarm and sessions may have gone apart while it was away.
background.start();
whileAwake(() => background.lifecycle.look());
