import type { Ocp } from '../src/workflow/ports.ts';

/** An OCP that does what it is given, and of which nothing else may be asked. */
export function bareOcp(name: string, does: Partial<Ocp>): Ocp {
  const unused = () => Promise.reject(new Error('Nothing else is asked of this OCP.'));
  return {
    name,
    howToOpenCredentials: '',
    lookEveryMs: 0,
    listClusters: unused,
    readCluster: unused,
    exportCredentials: unused,
    moveOutOptions: unused,
    moveOut: unused,
    tasksOf: unused,
    readTask: unused,
    subtaskLog: unused,
    retryTask: unused,
    skipSubtask: unused,
    rollBackTask: unused,
    ...does,
  };
}
