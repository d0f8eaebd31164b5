/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { base, build, files, version } from '$service-worker';
import { answerFrom, staleCaches } from './answer.ts';

/**
 * Keeps the whole app on the device, so that it opens without a network, also at a deep link and after the relay has
 * died. It holds the app's own files and nothing else: no case, no request to the relay ever passes through here.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const CACHE = `app-${version}`;
const SHELL = `${base}/`;
const ASSETS = new Set([...build, ...files].map((path) => new URL(path, worker.location.href).pathname));

worker.addEventListener('install', (event) => {
	event.waitUntil(keep());
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(takeOver());
});

worker.addEventListener('message', (event) => {
	if (event.data === 'use-now') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
	const from = answerFrom(event.request, { origin: worker.location.origin, base, assets: ASSETS });
	if (from === 'network') return;
	event.respondWith(from === 'shell' ? shell(event.request) : asset(event.request));
});

async function keep(): Promise<void> {
	const cache = await caches.open(CACHE);
	// All or nothing: a version that is only half here must not take over.
	await cache.addAll([...ASSETS]);
	// A server that tells a person's address from a missing file goes by what is asked for.
	await cache.add(new Request(SHELL, { cache: 'reload', headers: { accept: 'text/html' } }));
}

async function takeOver(): Promise<void> {
	for (const name of staleCaches(await caches.keys(), CACHE)) await caches.delete(name);
	await worker.clients.claim();
}

async function shell(request: Request): Promise<Response> {
	const kept = await (await caches.open(CACHE)).match(SHELL);
	return kept ?? fetch(request);
}

/** From any kept version: a tab that still runs the old one may ask for a part it has not loaded yet. */
async function asset(request: Request): Promise<Response> {
	const kept = await caches.match(request, { ignoreSearch: true });
	return kept ?? fetch(request);
}
