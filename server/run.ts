/** One run of the relay in a process of its own. */
import { isLoopback } from './addresses.ts';
import { lineLog, type Log } from './log.ts';
import { startRelay, type Relay } from './relay.ts';
import type { Settings } from './settings.ts';
import { openSqliteStore } from './store-sqlite.ts';
import { StoreError, type Store, type StoreFault } from './store.ts';

/** Null once the relay runs; else one sentence that says why it does not. */
export async function run(settings: Settings): Promise<string | null> {
	const log = lineLog((line) => process.stdout.write(`${line}\n`), Date.now);
	withholdOthersWords(log);
	let store: Store;
	try {
		store = openSqliteStore(settings.dataDir);
	} catch (error) {
		return storeSentence(error, settings.dataDir);
	}
	try {
		const relay = await startRelay({ ...settings, store, log });
		closeOnSignals(relay);
		greet(relay, settings);
		return null;
	} catch (error) {
		await store.close();
		return listenSentence(error, settings);
	}
}

function greet(relay: Relay, { host, tls, publicUrl, appDir }: Settings): void {
	const say = (text: string) => void process.stdout.write(`${text}\n`);
	const isLocal = isLoopback(host);
	const [address, ...others] = relay.addresses;
	say(`Roundtable is at ${address}`);
	if (publicUrl !== null) say(`It listens on ${host}, port ${relay.port}${tls ? ', with TLS' : ''}.`);
	else if (!isLocal) for (const other of others) say(`and at ${other}`);
	if (appDir === null) say('The app is not served: it is not built, or APP_DIR does not name it.');
	if (isLocal && publicUrl === null) {
		say(
			'Invitations work only on this computer. To let others in, set HOST, and PUBLIC_URL to the address they reach it by.'
		);
	} else if (!tls && !(publicUrl ?? '').startsWith('https:') && !isLocal) {
		say(
			'This address is not secure (http): browsers on phones and other computers need https to keep secrets.'
		);
		say(
			'Set TLS_CERT and TLS_KEY, or put a proxy with a certificate in front and set PUBLIC_URL to its address.'
		);
	}
}

function closeOnSignals(relay: Relay): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			void relay.close().then(
				() => process.exit(0),
				() => process.exit(1)
			);
		});
	}
}

/** Packages print what they were given, document names among it: that they printed something is all that we repeat. */
function withholdOthersWords(log: Log): void {
	for (const level of ['error', 'warn', 'info', 'log', 'debug', 'trace'] as const) {
		console[level] = () => log('withheld', { level });
	}
	process.on('unhandledRejection', (error) => {
		log('fault', { reason: error instanceof Error ? error.name : 'unknown' });
	});
}

const storeFaults: Readonly<Partial<Record<StoreFault, string>>> = {
	unwritable: 'cannot be written. Choose another with DATA_DIR, or change its owner or rights.',
	'in-use': 'is in use by another Roundtable. Stop that one, or choose another folder with DATA_DIR.',
	newer: 'was written by a newer Roundtable. Start that version, or choose another folder with DATA_DIR.',
	damaged:
		'holds a file relay.sqlite that is damaged or is none of ours. Restore it, or choose another folder with DATA_DIR.',
	full: 'is on a full disk. Make room, or choose another folder with DATA_DIR.'
};

function storeSentence(error: unknown, folder: string): string {
	const known = error instanceof StoreError ? storeFaults[error.fault] : undefined;
	return `The data folder ${folder} ${known ?? 'cannot be opened.'}`;
}

function listenSentence(error: unknown, { host, port }: Settings): string {
	const code =
		error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
	if (code === 'EADDRINUSE')
		return `Port ${port} on ${host} is taken. Stop what uses it, or choose another with PORT.`;
	if (code === 'EACCES')
		return `Port ${port} on ${host} needs rights that this user does not have. Choose one above 1023 with PORT.`;
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
		return `HOST is ${host}, which is no address of this computer.`;
	if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_SSL')) {
		return 'TLS_CERT and TLS_KEY do not hold a certificate and its key.';
	}
	return `The relay could not start (${code}).`;
}
