import { databaseChannels, type TaskEvent } from './channels';
import { outcomeOf } from './observed-query';

const { taskStarted, taskEnded } = databaseChannels;

/** Does work, and tells that it begins and how it ends; what the work does is within it for those who listen. */
export function observeTask<T>(task: TaskEvent['task'], work: () => Promise<T>): Promise<T> {
  if (!taskStarted.hasSubscribers && !taskEnded.hasSubscribers) return work();
  const event = { task, outcome: 'ok' };
  return taskStarted.publishAround(event, async () => {
    try {
      return await work();
    } catch (error) {
      event.outcome = outcomeOf(error);
      throw error;
    } finally {
      taskEnded.publish(event);
    }
  });
}
