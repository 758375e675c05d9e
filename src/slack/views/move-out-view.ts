/**
 * The modal Move Out Cluster: what the cluster is, the prechecks, the choice of hosts, the fields, and the button. When a
 * precheck blocks, it only says why. A pure function of its form; what comes back is read in move-out-submission.ts.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import { hasPeakHours } from '../../domain/calendar.ts';
import type { Check } from '../../domain/check.ts';
import { hostChoices } from '../../domain/host-choices.ts';
import { LIMITS } from '../limits.ts';
import { channel, escapeText } from '../mrkdwn.ts';
import { link } from './blocks.ts';
import { checkBlocks, clusterBlock } from './cluster-blocks.ts';
import { keyField, phraseField, reasonField } from './confirm-fields.ts';
import { context, modal, section } from './elements.ts';
import { hostBlocks } from './host-blocks.ts';
import { counted, lines } from './lines.ts';
import { checksOf, isFormBlocked, type MoveOutForm } from './move-out-form.ts';
import { tryAgainBlocks } from './notice-view.ts';
import { consoleExportBlocks, optionFields } from './option-fields.ts';
import { startFields } from './start-fields.ts';

/** The callback id of the submission. */
export const MOVE_OUT = 'move-out';

/** How much of a host's name is shown; less when the view would be too large for Slack otherwise. */
const NAME_LIMITS = [LIMITS.optionText, 40, 20];
/** Kept free for notices that may come while the modal is open. */
const SPARE_BYTES = 12_000;

/** The modal. It keeps what was typed when it is shown again for the same form or one with other hosts chosen. */
export function moveOutView(form: MoveOutForm): ModalView {
  if (isFormBlocked(form)) return blockedView(form, checksOf(form));
  // Measured with every host ticked, so that Choose All never changes what is shown.
  const full = withEveryTick(form);
  const nameLimit = NAME_LIMITS.find(
    (limit) => bytes(openView(full, limit)) <= LIMITS.viewBytes - SPARE_BYTES,
  );
  return nameLimit === undefined
    ? blockedView(form, [...checksOf(form), namesTooLong(form)])
    : openView(form, nameLimit);
}

function openView(form: MoveOutForm, nameLimit: number): ModalView {
  return modal({
    callbackId: MOVE_OUT,
    metadata: form.id,
    submit: 'Move Out',
    close: 'Cancel',
    blocks: [
      ...head(form, checksOf(form)),
      { type: 'divider' },
      ...hostBlocks(form, nameLimit),
      { type: 'divider' },
      ...optionFields(form),
      ...(form.exportInConsole === undefined ? [keyField()] : consoleExportBlocks(form.exportInConsole)),
      reasonField('Shown to everybody who is asked to approve.', form.typed?.reason),
      ...startFields(form, form.typed?.start),
      phraseField(),
      context(whatFollows(form)),
    ],
  });
}

function blockedView(form: MoveOutForm, checks: readonly Check[]): ModalView {
  return modal({
    callbackId: MOVE_OUT,
    metadata: form.id,
    close: 'Close',
    blocks: [
      ...head(form, checks),
      section(
        '*This cluster cannot be moved now.* Nothing was changed. See what is marked as blocked above.',
      ),
      ...(form.openCard === undefined ? [] : [section(link(form.openCard, 'Open the card of that request'))]),
      ...tryAgainBlocks(form.id),
    ],
  });
}

function head(form: MoveOutForm, checks: readonly Check[]): KnownBlock[] {
  const notices = form.notices.map((text) => `*Note:* ${escapeText(text, 500)}`);
  return [...lines(notices, { blocks: 1 }), clusterBlock(form), ...checkBlocks(checks)];
}

function whatFollows({ quorum, approvalTtlMs, channel: id, calendar }: MoveOutForm): string {
  const more = hasPeakHours(calendar) ? ', and one more for a start outside the off-peak hours' : '';
  return (
    `Nothing is changed yet: this asks for ${counted(quorum, 'approval')} in ${channel(id)}${more}. ` +
    `The request expires when it is not approved within ${inWords(approvalTtlMs)}.`
  );
}

/** `24 hours`, `90 minutes`: the largest unit of which it is at least two, or a whole number. */
function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds >= 172_800 && seconds % 86_400 === 0) return counted(seconds / 86_400, 'day');
  if (seconds % 3_600 === 0) return counted(seconds / 3_600, 'hour');
  if (seconds % 60 === 0) return counted(seconds / 60, 'minute');
  return counted(seconds, 'second');
}

function withEveryTick(form: MoveOutForm): MoveOutForm {
  const { deletable, offline } = hostChoices(form.cluster);
  const ids = (hosts: readonly { readonly id: number }[]) => hosts.map((host) => host.id);
  return { ...form, choice: { deleteHostIds: ids(deletable), skipHostIds: ids(offline) } };
}

function namesTooLong(form: MoveOutForm): Check {
  return {
    rule: 'hosts',
    verdict: 'blocking',
    text:
      `The names of its ${counted(form.cluster.hosts.length, 'host')} are too long for one modal in Slack. ` +
      'Use the OCP console for this cluster.',
  };
}

function bytes(view: ModalView): number {
  return Buffer.byteLength(JSON.stringify(view));
}
