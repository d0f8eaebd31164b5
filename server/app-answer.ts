/** Serves the app: its files, and its one page for every address that a person may open. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppFile, Encoding } from './app-files.ts';

const page = '/200.html';
const hashedNames = '/_app/immutable/';

export function answerWithApp(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
	files: ReadonlyMap<string, AppFile>
): void {
	if (request.method !== 'GET' && request.method !== 'HEAD')
		return plain(response, 405, 'Only GET and HEAD.');
	const file = files.get(path) ?? (opensPage(path, request) ? files.get(page) : undefined);
	if (!file) return plain(response, 404, 'Not found.');
	const encoding = bestEncoding(file, request.headers['accept-encoding']);
	const body = encoding ? file.encoded[encoding] : file.plain;
	const headers: Record<string, string> = {
		'content-type': file.type,
		'cache-control': path.startsWith(hashedNames) ? 'public, max-age=31536000, immutable' : 'no-cache',
		etag: file.tag,
		vary: 'Accept-Encoding',
		...(encoding ? { 'content-encoding': encoding } : {})
	};
	if (request.headers['if-none-match'] === file.tag) {
		response.writeHead(304, headers).end();
		return;
	}
	headers['content-length'] = String(body?.length ?? 0);
	response.writeHead(200, headers);
	response.end(request.method === 'HEAD' ? undefined : body);
}

/** A person's address, not a file that is missing. */
function opensPage(path: string, request: IncomingMessage): boolean {
	const accepts = request.headers.accept ?? '';
	return accepts.includes('text/html') && !path.startsWith('/_app/') && !/\.[a-z0-9]{1,12}$/i.test(path);
}

function bestEncoding(file: AppFile, accepted: string | string[] | undefined): Encoding | null {
	const offers = String(accepted ?? '');
	for (const encoding of ['br', 'gzip'] as const) {
		const offered = new RegExp(`(^|[,\\s])${encoding}(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))\\s*(;|,|$)`).test(
			offers
		);
		if (offered && file.encoded[encoding]) return encoding;
	}
	return null;
}

function plain(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
	response.end(text);
}
