import type { WebClient } from '@slack/web-api';
import { type Delivery, DeliveryFault, TryLater } from '../workflow/ports.ts';
import { isRefusal, platformError, retryAfter } from './slack-error.ts';

/** Sends the credential file as a direct message to the requester. */
export function createDelivery(client: WebClient): Delivery {
  return {
    async deliver(id, requester, file, bytes, howToOpen) {
      try {
        const { channel } = await client.conversations.open({ users: requester });
        if (channel?.id === undefined) throw new Error('Slack opened no direct message with the requester.');
        await client.filesUploadV2({
          channel_id: channel.id,
          filename: file.name,
          title: file.name,
          file: Buffer.from(bytes),
          initial_comment:
            `${id}: the exported credentials, encrypted with your encryption key. ` +
            `Keep both: OCP forgets these passwords with the move. ${howToOpen}`,
        });
      } catch (error) {
        const seconds = retryAfter(error);
        if (seconds !== undefined)
          throw new TryLater(`Slack asks to wait ${seconds} s before the file is sent.`, seconds * 1_000, {
            cause: error,
          });
        if (!isRefusal(error)) throw error;
        throw new DeliveryFault(
          `Slack does not take the credential file (${platformError(error)}). ` +
            'Ask a Slack admin to allow file uploads and messages from this app, then press Retry.',
        );
      }
    },
  };
}
