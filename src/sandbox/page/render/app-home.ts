import { botName } from '../directory.ts';
import { element } from '../dom.ts';
import { type FormState, nextForm } from '../form-state.ts';
import type { ShownView, Workspace } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { createAppTabs } from './app-tabs.ts';
import { showAvatar } from './avatar.ts';
import { createBanner } from './banner.ts';
import { createBlockContext } from './block-context.ts';
import { showBlocks } from './show-block.ts';

/** Makes the home tab of the app, which stands in the middle of the page in place of a channel. */
export function createAppHome(session: Session, place: HTMLElement): (state: PageState) => void {
  const head = element('header', { class: 'channel-head' });
  const tabs = createAppTabs(session, 'home');
  const banner = createBanner();
  const scroller = element('div', { class: 'home-scroller', attributes: { tabindex: -1 } });
  place.append(head, tabs.node, banner.node, scroller);
  let pane: HomePane | undefined;
  let subject = '';

  return (state) => {
    const { workspace } = state;
    place.hidden = state.app !== 'home' || !workspace;
    banner.show(state);
    if (place.hidden || !workspace) {
      subject = '';
      return;
    }
    const { home, me } = workspace;
    const next = `${me.id} ${home?.id}`;
    if (pane?.subject !== next) {
      pane = createPane(workspace, next);
      scroller.replaceChildren(pane.node);
    }
    pane.update(home);
    tabs.show(workspace, true);
    if (me.id === subject) return;
    subject = me.id;
    showHead(head, workspace);
    if (state.views.length === 0) tabs.focus();
  };
}

interface HomePane {
  readonly subject: string;
  readonly node: HTMLElement;
  /** Shows what is published now; what a person has chosen stays where both ids stay the same. */
  readonly update: (view: ShownView | undefined) => void;
}

/** What the app has published for one person. */
function createPane(workspace: Workspace, subject: string): HomePane {
  const notice = element('p', { class: 'notice', attributes: { role: 'alert', hidden: true } });
  const empty = `${botName(workspace)} shows nothing here yet.`;
  const blocks = element('div', { class: 'blocks' });
  const node = element(
    'div',
    { class: 'home-body' },
    workspace.home ? undefined : element('p', { class: 'home-empty', attributes: { role: 'status' } }, empty),
    notice,
    blocks,
  );
  let form: FormState = new Map();
  let hash = '';
  const context = createBlockContext({
    workspace,
    container: { kind: 'view', view_id: workspace.home?.id ?? '' },
    form: () => form,
    report(sentence) {
      notice.textContent = sentence ?? '';
      notice.hidden = sentence === undefined;
    },
  });
  return {
    subject,
    node,
    update(view) {
      if (!view || view.hash === hash) return;
      hash = view.hash;
      form = nextForm(view.blocks, form);
      showBlocks(blocks, view.blocks, context);
    },
  };
}

function showHead(head: HTMLElement, { bot }: Workspace): void {
  head.replaceChildren(
    element(
      'h1',
      {},
      showAvatar(bot, bot.id, 'small'),
      element('span', {}, bot.real_name),
      element('span', { class: 'tag' }, 'App'),
    ),
  );
}
