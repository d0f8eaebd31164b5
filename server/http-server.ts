/** The HTTP side of the relay: every answer with the safety headers; the few requests of its own; else the app. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerWithApp } from './app-answer.ts';
import type { AppFile } from './app-files.ts';
import { answerEndpoint, type EndpointOptions } from './endpoints.ts';
import type { Log } from './log.ts';

export interface TlsFiles {
	readonly cert: Buffer;
	readonly key: Buffer;
}

export interface HttpOptions {
	readonly tls: TlsFiles | null;
	readonly files: ReadonlyMap<string, AppFile>;
	/** Asked at each answer: the port, and with it the addresses, is known only when the server listens. */
	headers(): Readonly<Record<string, string>>;
	readonly endpoints: EndpointOptions;
	readonly log: Log;
}

export function httpServer(options: HttpOptions): Server {
	const timeouts = { requestTimeout: 60_000, headersTimeout: 15_000 };
	const handle = (request: IncomingMessage, response: ServerResponse) =>
		void answer(request, response, options);
	return options.tls
		? createTlsServer({ ...options.tls, ...timeouts }, handle)
		: createServer(timeouts, handle);
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	options: HttpOptions
): Promise<void> {
	try {
		for (const [name, value] of Object.entries(options.headers())) response.setHeader(name, value);
		const path = pathOf(request);
		if (path === null) {
			response.writeHead(400, { 'content-type': 'text/plain' }).end('Bad address.');
			return;
		}
		if (await answerEndpoint(path, request, response, options.endpoints)) return;
		answerWithApp(path, request, response, options.files);
	} catch (error) {
		// A request that broke off is no fault of ours.
		if (!request.destroyed)
			options.log('request-failed', { reason: error instanceof Error ? error.name : 'unknown' });
		if (!response.headersSent) response.writeHead(500);
		response.end();
	}
}

export function pathOf(request: IncomingMessage): string | null {
	try {
		return decodeURIComponent(new URL(request.url ?? '', 'http://relay').pathname);
	} catch {
		return null;
	}
}
