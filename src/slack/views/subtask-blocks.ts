import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Subtask, Task } from '../../domain/cluster.ts';
import { escapeText } from '../mrkdwn.ts';
import { duration } from './elapsed.ts';
import { button, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import { subtaskName } from './names.ts';

/** The action of a failed subtask's Log button; its value is the subtask's id. */
export const SHOW_LOG = 'task.log';

/** Up to so many subtasks are shown in order; of more, those that need attention come first. */
const IN_ORDER = 60;
/** Failed subtasks that get a Log button each; a block each. */
const WITH_LOG = 20;

/** The subtask id of a Log button's value; undefined when we cannot have written it. */
export function parseLogValue(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The subtasks of a task with state, host and duration. At most about 45 blocks, whatever their number. */
export function subtaskBlocks({ subtasks }: Task, now: Date): KnownBlock[] {
  const failed = subtasks.filter(({ status }) => status === 'FAILED');
  if (subtasks.length <= IN_ORDER && failed.length <= WITH_LOG) return inOrder(subtasks, now);
  const running = subtasks.filter(({ status }) => status === 'RUNNING' || status === 'CANCELING');
  const others = subtasks.filter((subtask) => !failed.includes(subtask) && !running.includes(subtask));
  return [
    section(counts(subtasks)),
    ...failed.slice(0, WITH_LOG).map((subtask) => failedSection(subtask, now)),
    ...packed(failed.slice(WITH_LOG), now, 3),
    ...packed(running, now, 3),
    ...packed(others, now, 12),
  ];
}

/** Failed subtasks stand alone with their button; what is between them is packed together. */
function inOrder(subtasks: readonly Subtask[], now: Date): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let between: Subtask[] = [];
  for (const subtask of subtasks) {
    if (subtask.status !== 'FAILED') {
      between.push(subtask);
      continue;
    }
    blocks.push(...packed(between, now, 5), failedSection(subtask, now));
    between = [];
  }
  return [...blocks, ...packed(between, now, 5)];
}

function packed(subtasks: readonly Subtask[], now: Date, blocks: number): SectionBlock[] {
  return lines(
    subtasks.map((subtask) => subtaskLine(subtask, now)),
    { blocks, bytes: 60_000 },
  );
}

function failedSection(subtask: Subtask, now: Date): SectionBlock {
  return { ...section(subtaskLine(subtask, now)), accessory: button('Log', SHOW_LOG, String(subtask.id)) };
}

const MARKS: Readonly<Record<string, string>> = {
  SUCCESSFUL: '✅',
  FAILED: '❌',
  RUNNING: '▶️',
  CANCELING: '▶️',
};

function subtaskLine(subtask: Subtask, now: Date): string {
  const { status } = subtask;
  const took = duration(subtask, now);
  return `${MARKS[status] ?? '▫️'} ${subtaskName(subtask)} · ${escapeText(status, 40)}${took === undefined ? '' : ` · ${took}`}`;
}

/** `2 FAILED · 3 RUNNING · 300 SUCCESSFUL`, in the order in which the states first appear. */
function counts(subtasks: readonly Subtask[]): string {
  const byStatus = new Map<string, number>();
  for (const { status } of subtasks) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const states = [...byStatus].slice(0, 10).map(([status, count]) => `${count} ${escapeText(status, 40)}`);
  return `*${counted(subtasks.length, 'subtask')}:* ${states.join(' · ')}`;
}
