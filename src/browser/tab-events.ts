import { isEventPage, stayAwake } from './stay-awake';
import { navigationNews, requestNews, type TabListeners, tabNews } from './tab-news';

/** News of tabs, which would wake the background all day, and are taken only while somebody waits for one. */
export interface TabEvents {
  /** Call it in the first turn of the background, which one of these events may have woken. */
  listen(listeners: TabListeners): void;
  /** Goes on or stops listening. */
  watch(isWanted: boolean): void;
}

/** Source: Chrome, "Events in service workers". */
export function createTabEvents(): TabEvents {
  let watch = (_isWanted: boolean): void => undefined;
  return {
    listen: (listeners) => {
      watch = isEventPage() ? watchAwake(listeners) : watchOn(listeners);
      // A worker wakes for the listeners it had. An event page would wake for these for ever: it stays awake instead.
      if (!isEventPage()) watch(true);
    },
    watch: (isWanted) => watch(isWanted),
  };
}

function watchOn(listeners: TabListeners): (isWanted: boolean) => void {
  const all = [...requestNews(listeners), ...navigationNews(listeners), tabNews(listeners)];
  return (isWanted) => {
    for (const news of all) if (news.isTaken() !== isWanted) (isWanted ? news.take : news.leave)();
  };
}

function watchAwake(listeners: TabListeners): (isWanted: boolean) => void {
  const watch = watchOn(listeners);
  let sleep = (): void => undefined;
  return (isWanted) => {
    watch(isWanted);
    sleep();
    sleep = isWanted ? stayAwake() : () => undefined;
  };
}
