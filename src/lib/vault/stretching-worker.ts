import { argon2id } from './argon2id.ts';
import type { Asked, Answered } from './stretch-in-worker.ts';

/** What is used of a worker's globals, whose types are not a page's. */
interface WorkerScope {
	addEventListener(type: 'message', hear: (event: MessageEvent<Asked>) => void): void;
	postMessage(answered: Answered): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data: { passphrase, cost } }) => {
	argon2id(passphrase, cost).then(
		(secret) => scope.postMessage(secret),
		() => scope.postMessage(null)
	);
});
