/** The relay's few requests beside the WebSocket: health, a nonce, the founding of a document, meetings and pointers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toText } from '#lib/seal/frame-bytes.ts';
import type { Founded } from './founding.ts';
import { longestMeetingMessage, type Meetings } from './meetings.ts';
import type { Nonces } from './nonces.ts';
import { longestPointer, type Pointers } from './pointers.ts';

export interface EndpointOptions {
	readonly nonces: Nonces;
	readonly largestBody: number;
	/** Whether another founding may come from this network address. */
	mayFound(address: string): boolean;
	found(body: Uint8Array): Promise<Founded>;
	readonly meetings: Meetings;
	/** Whether another message may be left at a meeting place from this network address. */
	mayMeet(address: string): boolean;
	readonly pointers: Pointers;
	/** Whether another pointer may be left from this network address. */
	mayPoint(address: string): boolean;
	health(): Promise<Readonly<Record<string, unknown>>>;
}

/** Relays are asked by pages of other origins; nothing here rests on cookies. */
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** False if the path is none of ours. */
export async function answerEndpoint(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<boolean> {
	switch (path) {
		case '/health':
			if (allows(request, response, ['GET', 'HEAD'])) json(response, 200, await options.health());
			return true;
		case '/relay/nonce':
			if (allows(request, response, ['GET']))
				json(response, 200, { nonce: toText(options.nonces.issue()) }, open);
			return true;
		case '/relay/found':
			if (allows(request, response, ['POST'])) await found(request, response, options);
			return true;
		default:
			return (
				(await answerMeeting(path, request, response, options)) ||
				answerPointer(path, request, response, options)
			);
	}
}

async function found(
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<void> {
	if (!options.mayFound(request.socket.remoteAddress ?? '')) {
		json(response, 429, { kind: 'refused', reason: 'too-many' }, { ...open, connection: 'close' });
		return;
	}
	const body = await bodyOf(request, options.largestBody);
	if (!body) {
		json(response, 413, { kind: 'refused', reason: 'too-large' }, { ...open, connection: 'close' });
		return;
	}
	const founded = await options.found(body);
	json(response, founded.kind === 'stored' ? 200 : 400, founded, open);
}

/** False if the path names no message at a meeting place. */
async function answerMeeting(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<boolean> {
	const [, place, number] = /^\/relay\/meeting\/([\w-]{7})\/(\d)$/.exec(path) ?? [];
	if (!place || !number) return false;
	if (!allows(request, response, ['GET', 'POST'])) return true;
	if (request.method === 'POST') await leaveMessage(place, Number(number), request, response, options);
	else readMessage(options.meetings.read(place, Number(number)), response);
	return true;
}

async function leaveMessage(
	place: string,
	number: number,
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<void> {
	if (!options.mayMeet(request.socket.remoteAddress ?? '')) return refuse(response, 429, 'too-many');
	const body = await bodyOf(request, longestMeetingMessage);
	if (!body) return refuse(response, 413, 'too-large');
	const left = options.meetings.leave(place, number, body);
	json(response, statusOf[left], { kind: left }, open);
}

const statusOf = { left: 200, taken: 409, over: 404, full: 429 } as const;

function readMessage(message: Uint8Array | null | 'over', response: ServerResponse): void {
	if (message === 'over') return json(response, 404, { kind: 'over' }, open);
	bytesOrNone(message, response);
}

/** False if the path names no pointer. */
async function answerPointer(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<boolean> {
	const [, name] = /^\/relay\/pointer\/([\w-]{43})$/.exec(path) ?? [];
	if (!name) return false;
	if (!allows(request, response, ['GET', 'POST'])) return true;
	if (request.method === 'POST') {
		await leavePointer(name, request, response, options);
		return true;
	}
	const held = await options.pointers.read(name);
	if (held) bytesOrNone(held, response);
	else json(response, 404, { kind: 'none' }, open);
	return true;
}

async function leavePointer(
	name: string,
	request: IncomingMessage,
	response: ServerResponse,
	options: EndpointOptions
): Promise<void> {
	if (!options.mayPoint(request.socket.remoteAddress ?? '')) return refuse(response, 429, 'too-many');
	const body = await bodyOf(request, longestPointer);
	if (!body) return refuse(response, 413, 'too-large');
	const left = await options.pointers.leave(name, body);
	json(response, pointerStatusOf[left], { kind: left }, open);
}

const pointerStatusOf = { left: 200, taken: 409, failed: 503 } as const;

function bytesOrNone(bytes: Uint8Array | null, response: ServerResponse): void {
	response.writeHead(bytes ? 200 : 204, {
		...open,
		'content-type': 'application/octet-stream',
		'cache-control': 'no-store'
	});
	response.end(bytes ?? undefined);
}

/** Of a body that is not read to its end. */
function refuse(response: ServerResponse, status: number, reason: string): void {
	json(response, status, { kind: 'refused', reason }, { ...open, connection: 'close' });
}

/** Null as soon as it is larger than it may be. */
async function bodyOf(request: IncomingMessage, most: number): Promise<Uint8Array | null> {
	if (Number(request.headers['content-length'] ?? 0) > most) return null;
	const parts: Buffer[] = [];
	let length = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		length += part.length;
		if (length > most) return null;
		parts.push(part);
	}
	return new Uint8Array(Buffer.concat(parts));
}

function allows(request: IncomingMessage, response: ServerResponse, methods: readonly string[]): boolean {
	if (request.method === 'OPTIONS') {
		response.writeHead(204, {
			...open,
			'access-control-allow-methods': methods.join(', '),
			'access-control-allow-headers': 'content-type',
			'access-control-max-age': '86400'
		});
		response.end();
		return false;
	}
	if (methods.includes(request.method ?? '')) return true;
	json(response, 405, { kind: 'refused', reason: 'method' }, { allow: methods.join(', ') });
	return false;
}

function json(
	response: ServerResponse,
	status: number,
	value: unknown,
	headers: Readonly<Record<string, string>> = {}
): void {
	const body = JSON.stringify(value);
	response.writeHead(status, {
		'content-type': 'application/json',
		'cache-control': 'no-store',
		'content-length': String(Buffer.byteLength(body)),
		...headers
	});
	response.end(body);
}
