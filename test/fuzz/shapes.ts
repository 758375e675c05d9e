import { askMoveOut } from '../ask-move-out.ts';
import { fillIn, openModal, press } from '../e2e/conversation.ts';
import { KEY, openStage } from '../e2e/stage.ts';
import { type Payload, tapWire } from '../payloads.ts';

/** A payload of each kind as the local Slack sends it. */
export interface Shapes {
  readonly command: Payload;
  /** A click on the button of a message. */
  readonly click: Payload;
  /** A click on a button in a modal. */
  readonly modalClick: Payload;
  readonly submission: Payload;
  readonly suggestion: Payload;
}

/** Records them: somebody uses Moveout in the local Slack for a moment. */
export async function recordShapes(): Promise<Shapes> {
  const wire = tapWire();
  const stage = await openStage();
  const { ada } = stage;
  try {
    const modal = await openModal(ada, 'payments');
    await modal.click('Choose None');
    await fillIn(modal, { key: KEY, phrase: 'not yet' });
    await modal.submit();
    await modal.close();
    const picker = await openModal(ada);
    await picker.suggest(/Which cluster/, 'pay');
    await picker.close();
    await press(ada, await askMoveOut(ada, 'loyalty'), 'Approve');
    const isClick = ({ actions }: Payload, id: string) => actions?.[0]?.action_id === id;
    return {
      command: await wire.last(({ command }) => command === '/moveout'),
      click: await wire.last((payload) => isClick(payload, 'request.approve')),
      modalClick: await wire.last((payload) => isClick(payload, 'choose-none')),
      submission: await wire.last(({ type }) => type === 'view_submission'),
      suggestion: await wire.last(({ type }) => type === 'block_suggestion'),
    };
  } finally {
    wire.cut();
    await stage.close();
  }
}
