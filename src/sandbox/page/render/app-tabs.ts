import { botName } from '../directory.ts';
import { element, setAttributes } from '../dom.ts';
import type { Workspace } from '../protocol.ts';
import type { Session } from '../session.ts';

type Tab = 'home' | 'messages';

const TABS: readonly (readonly [Tab, string])[] = [
  ['home', 'Home'],
  ['messages', 'Messages'],
];

interface AppTabs {
  readonly node: HTMLElement;
  /** Shows them where the app is open, unless it has no home tab and so only one. */
  readonly show: (workspace: Workspace, isOpen: boolean) => void;
  /** Puts the focus on the tab that is open. */
  readonly focus: () => void;
}

/** Makes the tabs of the app; the arrow keys go from one to the other. */
export function createAppTabs(session: Session, current: Tab): AppTabs {
  const tabs = TABS.map(([tab, label]) =>
    element(
      'button',
      {
        class: 'app-tab',
        attributes: {
          type: 'button',
          role: 'tab',
          'aria-selected': String(tab === current),
          tabindex: tab === current ? 0 : -1,
        },
        onClick: () => session.openApp(tab),
      },
      label,
    ),
  );
  const node = element('div', { class: 'app-tabs', attributes: { role: 'tablist', hidden: true } }, ...tabs);
  const open = tabs.find((tab) => tab.getAttribute('aria-selected') === 'true');
  const other = tabs.find((tab) => tab !== open);
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    other?.click();
  });
  return {
    node,
    focus: () => open?.focus(),
    show(workspace, isOpen) {
      setAttributes(node, {
        hidden: !isOpen || !workspace.home_tab,
        'aria-label': botName(workspace),
      });
    },
  };
}
