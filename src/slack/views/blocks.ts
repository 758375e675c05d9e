/** Blocks and elements of messages, beside those that they share with modals. */
import type { ActionsBlock, Button, ConfirmationDialog, HeaderBlock } from '@slack/types';
import { LIMITS } from '../limits.ts';
import { escapeText } from '../mrkdwn.ts';
import { button, plain } from './elements.ts';

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) };
}

/** A row of buttons, or nothing when there are none: Slack refuses an empty row. */
export function buttonRow(buttons: readonly Button[]): ActionsBlock[] {
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }];
}

export interface ButtonLook {
  readonly label: string;
  readonly action: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

/** A button that stands out, or that asks before its click counts. */
export function styledButton({ label, action, value, ...look }: ButtonLook): Button {
  return { ...button(label, action, value), ...look };
}

/** A question before a click counts; the way back is always called Go Back, so that it cannot be taken for our Cancel. */
export function confirmation(asked: {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}): ConfirmationDialog {
  return {
    title: plain(asked.title, LIMITS.confirmTitle),
    text: plain(asked.text, LIMITS.confirmText),
    confirm: plain(asked.yes, LIMITS.confirmButton),
    deny: plain('Go Back', LIMITS.confirmButton),
  };
}

/** A link to something in Slack; only its label when the address is none that we would link. */
export function link(url: string | undefined, label: string): string {
  if (url === undefined || !/^https?:\/\/[!-;=?-{}~]+$/.test(url)) return label;
  return `<${url.replaceAll('&', '&amp;')}|${label}>`;
}

/** The sentence that no real cluster is touched, as a part of a small last line; nothing when there is none. */
export function noticeParts(notice: string | undefined): string[] {
  const shown = escapeText(notice ?? '', 500);
  return shown === '' ? [] : [shown];
}
