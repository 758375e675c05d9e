/** How often running tasks are looked at, so that OCP is not asked more the more there is to do. */

/** Of the time that passes, so much at most is spent in waiting for OCP's answers about one task. */
const SHARE = 0.25;
/** So many looks a second at all tasks of one OCP together. */
const LOOKS_PER_SECOND = 5;
const LONGEST_MS = 15_000;

/** Milliseconds between two looks at a task, when `tasks` are followed and OCP takes `answerMs` to answer; 15 s at most. */
export function lookPace(tasks: number, answerMs: number): number {
  const forAnswers = answerMs / SHARE;
  const forTasks = (tasks / LOOKS_PER_SECOND) * 1_000;
  return Math.min(LONGEST_MS, Math.round(Math.max(forAnswers, forTasks)));
}

/** A moving average of how long OCP takes: the newest answer counts a fifth. Undefined before the first. */
export function averaged(average: number | undefined, newest: number): number {
  return average === undefined ? newest : average * 0.8 + newest * 0.2;
}
