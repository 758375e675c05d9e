/** Every situation of a request: what its card says, and the buttons that fit. */
import { describe, expect, it } from 'vitest';
import { statusWords } from '../../../src/slack/views/status-words.ts';
import { requestIn, SITUATION_NAMES, type Situation } from '../../requests.ts';
import { labelsOf, readable } from '../check-message.ts';
import { shown } from './shown-card.ts';

const DECIDING = ['Approve', 'Reject', 'Change Start', 'Cancel'];

/** The buttons of each situation, and words that a person must find on its card. */
const CARDS: Readonly<Record<Situation, readonly [string[], ...string[]]>> = {
  'awaiting approval': [
    [...DECIDING, 'All Hosts'],
    'Awaiting approval',
    '*Approvals* 0 of 1',
    'Any full member of this channel but <@U0ADA>',
    '2026-11-23 21:40 UTC',
  ],
  approved: [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved',
    'Approved by <@U0GRACE>',
  ],
  scheduled: [
    ['Start Now', 'Approve', 'Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Scheduled',
    'Starts <!date^',
    '2026-11-24 04:00 UTC',
    'it can be started now, given another start, or cancelled',
  ],
  'approval withdrawn': [[...DECIDING, 'All Hosts'], '*Approvals* 0 of 1'],
  'approval lapsed': [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '⚠️ The approval of <@U0GRACE> no longer counts: no longer in this channel.',
  ],
  changed: [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '⛔ The cluster is MOVINGOUT.',
    'It cannot be approved while that is so.',
    '*Changed since the request*\n• The cluster was RUNNING and is MOVINGOUT now.',
    'MOVINGOUT when last looked at',
  ],
  'start moved': [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '• The start was as soon as it is approved, and is <!date^',
  ],
  'start asked': [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starting.',
  ],
  'start lapsed': [
    ['Start Now', 'Approve', 'Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starts <!date^',
  ],
  'start delayed': [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starting.',
  ],
  reminded: [[...DECIDING, 'All Hosts'], '*Approvals* 0 of 1'],
  'running: recheck': [
    ['Cancel', 'View Task'],
    'Running',
    'Step 1 of 6: check the rules again',
    'Running for',
  ],
  'running: export': [['Cancel', 'View Task'], 'Step 2 of 6: export the credentials'],
  'running: deliver': [['Cancel', 'View Task'], 'Step 3 of 6: send the credential file'],
  'running: submit': [['Cancel', 'View Task'], 'Step 4 of 6: submit the move-out'],
  'running: submit sent': [['View Task'], 'Step 4 of 6', 'It was sent'],
  'running: follow': [['View Task'], 'Step 5 of 6: follow the OCP task 1000'],
  'running: retry owed': [['View Task'], 'Asking OCP to retry'],
  'running: skip owed': [['View Task'], 'Asking OCP to skip'],
  'running: confirm': [['View Task'], 'Step 6 of 6: confirm that the cluster is gone'],
  'step failed: recheck': [
    ['Retry', 'Give Up', 'View Task'],
    'Step failed',
    'Step 1 of 6',
    'The standby shop_b:1002 is still listed.',
    'Moveout has changed nothing',
  ],
  'step failed: export': [
    ['Retry', 'Give Up', 'View Task'],
    'Step 2 of 6',
    'Code `403`',
    'Nothing has moved',
  ],
  'step failed: deliver': [['Retry', 'Give Up', 'View Task'], 'the credentials must arrive first'],
  'step failed: submit': [['Retry', 'Give Up', 'View Task'], 'may have been submitted: look in OCP'],
  'step failed: nothing sent': [
    ['Retry', 'Give Up', 'View Task'],
    'The move-out was not submitted. Give Up, then request it again.',
  ],
  'task failed': [
    ['Retry', 'Skip', 'Roll Back', 'Give Up', 'View Task'],
    'Task failed',
    'OCP trace id `5f0d2c1b7a9e4c33`',
    'Delete host on `obs-002`',
  ],
  'task failed: no rollback': [
    ['Retry', 'Skip', 'Give Up', 'View Task'],
    'OCP does not allow this task to be rolled back',
  ],
  'task failed: no subtask': [['Retry', 'Roll Back', 'Give Up', 'View Task'], 'Retry runs what failed again'],
  'rolling back': [['View Task'], 'Rolling back', 'OCP rolls task 1000 back'],
  'rollback failed': [['Skip', 'Give Up', 'View Task'], 'Rollback failed', 'cannot be retried'],
  'asking: submit outcome': [
    ['Check Again', 'Submit Again', 'Give Up', 'View Task'],
    'Needs an answer',
    'Did OCP take the move-out of `shop:1001`?',
    'by somebody other than <@U0ADA>',
  ],
  'asking: task lost': [['Check Again', 'Give Up', 'View Task'], 'OCP no longer knows task 1000'],
  'asking: still listed': [['Check Again', 'Give Up', 'View Task'], 'Is `shop:1001` gone from OCP?'],
  'asking: not back': [
    ['Check Again', 'Give Up', 'View Task'],
    'Why is `shop:1001` not back after the rollback?',
    'MOVINGOUT',
  ],
  'asking: key lost': [
    ['Enter Key', 'Give Up', 'View Task'],
    'cannot be read any more',
    '<@U0ADA> can enter the key again',
  ],
  rejected: [[], 'Rejected', 'By <@U0GRACE>', 'Not tonight'],
  cancelled: [[], 'Cancelled', 'By <@U0ADA>', 'Nothing was moved'],
  'cancelled: after the start': [[], 'Cancelled', 'Nothing was moved'],
  expired: [[], 'Expired', 'Not approved in time (0 of 1)'],
  'expired: window': [[], 'Expired', 'It was approved, and could not start in time. Nothing was moved.'],
  'expired: stopped run': [
    [],
    'Expired',
    'The run stopped and did not go on in time',
    '2026-11-23 21:40 UTC',
    'The key is forgotten. Nothing was moved.',
  ],
  completed: [['View Task'], 'Completed', 'is moved out, in 3 min 30 s: 3 hosts deleted, 2 hosts kept'],
  'rolled back': [['View Task'], 'Rolled back', 'OCP undid the task', '`shop:1001` is still in OCP'],
  'abandoned: task failed': [['View Task'], 'Abandoned', '<@U0LINUS> gave up', 'stay as they are'],
  'abandoned: step failed': [[], 'Abandoned', 'Moveout changed nothing in OCP'],
  'abandoned: outcome unknown': [[], 'Abandoned', 'may have reached OCP'],
};

describe('card', () => {
  it.each(SITUATION_NAMES)('says in words where it stands, with the buttons that fit: %s', (situation) => {
    const [labels, ...words] = CARDS[situation];
    const message = shown(situation);
    expect(labelsOf(message.blocks)).toEqual(labels);
    for (const part of words) expect(readable(message.blocks)).toContain(part);
    expect(message.text).toContain(statusWords(requestIn(situation)).words);
    expect(message.text).toContain('`shop:1001` (MO-7K3F2A)');
  });
});
