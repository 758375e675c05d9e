import type { Request, Status } from '../../domain/request.ts';

export interface StatusWords {
  /** Beside the words, never instead of them. */
  readonly emoji: string;
  readonly words: string;
}

const STATUS_WORDS: Readonly<Record<Status, StatusWords>> = {
  'awaiting approval': { emoji: '⏳', words: 'Awaiting approval' },
  approved: { emoji: '👍', words: 'Approved' },
  scheduled: { emoji: '🗓️', words: 'Scheduled' },
  running: { emoji: '▶️', words: 'Running' },
  'rolling back': { emoji: '↩️', words: 'Rolling back' },
  'step failed': { emoji: '❌', words: 'Step failed' },
  'task failed': { emoji: '❌', words: 'Task failed' },
  asking: { emoji: '❓', words: 'Needs an answer' },
  rejected: { emoji: '⛔', words: 'Rejected' },
  cancelled: { emoji: '🚫', words: 'Cancelled' },
  expired: { emoji: '⌛', words: 'Expired' },
  completed: { emoji: '✅', words: 'Completed' },
  'rolled back': { emoji: '↩️', words: 'Rolled back' },
  abandoned: { emoji: '🏳️', words: 'Abandoned' },
};

/** The status of a request as people read it, the same on cards, lists and in status answers. */
export function statusWords(request: Request): StatusWords {
  const words = STATUS_WORDS[request.status];
  return request.status === 'task failed' && request.task.rollback
    ? { ...words, words: 'Rollback failed' }
    : words;
}

/** Both together, for a line or a header. */
export function statusText(request: Request): string {
  const { emoji, words } = statusWords(request);
  return `${emoji} ${words}`;
}
