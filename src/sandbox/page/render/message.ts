import { findPerson } from '../directory.ts';
import { element } from '../dom.ts';
import { type FormState, nextForm } from '../form-state.ts';
import type { ShownMessage, Workspace } from '../protocol.ts';
import { showAvatar } from './avatar.ts';
import { createBlockContext } from './block-context.ts';
import { showFile, showHead, showThreadLine } from './message-parts.ts';
import { showBlocks } from './show-block.ts';
import { showMrkdwn } from './show-mrkdwn.ts';

/** How a message stands among the others. */
interface MessagePlace {
  /** Directly behind another one of the same author: without name and picture. */
  readonly grouped: boolean;
  readonly replies: readonly ShownMessage[];
  /** Opens the thread; absent inside a thread. */
  readonly openThread?: () => void;
}

export interface MessageView {
  readonly node: HTMLElement;
  /** Shows the message as it is now; touches nothing that did not change. */
  readonly update: (message: ShownMessage, place: MessagePlace) => void;
}

/** Makes the view of one message. It lives as long as the message is shown, so that edits keep focus and half-made choices. */
export function createMessageView(first: ShownMessage, workspace: Workspace): MessageView {
  const { channel, ts } = first;
  const blocks = element('div', { class: 'blocks' });
  const text = element('div', { class: 'message-text text' });
  const files = element('div', { class: 'files' });
  const edited = element('span', { class: 'edited' }, '(edited)');
  const notice = element('p', { class: 'notice', attributes: { role: 'alert', hidden: true } });
  const thread = element('div', { class: 'message-thread' });
  const body = element('div', { class: 'message-body' }, text, blocks, files, edited, notice, thread);
  const node = element(
    'li',
    { class: first.ephemeral ? 'message ephemeral' : 'message', attributes: { 'data-ts': ts } },
    showAvatar(findPerson(workspace, first.user), first.user, 'large'),
    showHead(first, workspace),
    body,
  );
  let form: FormState = new Map();
  const context = createBlockContext({
    workspace,
    container: { kind: 'message', channel, ts },
    form: () => form,
    report(sentence) {
      notice.textContent = sentence ?? '';
      notice.hidden = sentence === undefined;
    },
  });
  let shown = '';

  function update(message: ShownMessage, place: MessagePlace): void {
    node.classList.toggle('grouped', place.grouped);
    showThreadLine(thread, place.replies, place.openThread);
    const signature = JSON.stringify(message);
    if (signature === shown) return;
    shown = signature;
    const rich = message.blocks ?? [];
    form = nextForm(rich, form);
    showBlocks(blocks, rich, context);
    text.replaceChildren(...(rich.length > 0 ? [] : showMrkdwn(message.text, workspace)));
    files.replaceChildren(...(message.files ?? []).map((file) => showFile(file, workspace.me.id)));
    edited.hidden = message.edited !== true;
  }
  return { node, update };
}
