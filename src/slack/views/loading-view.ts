import type { ModalView } from '@slack/types';
import { modal, section } from './elements.ts';

/** What opens at once, before OCP is asked anything: one block, nothing to submit. */
export function loadingView(): ModalView {
  return modal({ callbackId: 'loading', close: 'Cancel', blocks: [section('Loading from OCP …')] });
}
