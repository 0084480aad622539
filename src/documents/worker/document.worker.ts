import { parentPort } from 'node:worker_threads';
import type { DocumentTask } from './document-task';
import { performTask } from './perform-task';
import type { ThreadMessage } from './thread';

function send(message: ThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

// What goes wrong in a task ends the thread, which tells of it.
parentPort?.on('message', (task: DocumentTask) => {
  const outcome = performTask(task);
  send({ outcome, size: JSON.stringify(outcome).length });
});
send({ isReady: true });
