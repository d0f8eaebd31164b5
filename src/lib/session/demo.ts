/**
 * The made-up case: everyone in it has keys of their own, made here and kept nowhere, so that they sit at the table and say what they say
 * as anyone would. It lives on this device only.
 */
import * as Y from 'yjs';
import { fillDemo, type DemoSetting } from '#lib/casedoc/demo.ts';
import type { DemoWords } from '#lib/casedoc/demo-retold.ts';
import { demoContacts, rosa, type DemoPerson } from '#lib/casedoc/demo-people.ts';
import { fillDemoTalk } from '#lib/casedoc/demo-talk.ts';
import { talkChannel, throughout } from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { invitationKeys } from '#lib/roster/invitation-link.ts';
import { accept, invite } from '#lib/roster/statement.ts';
import { entryId, idBytes } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Case } from './case.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';

const seated: readonly { readonly who: DemoPerson; readonly relation: Relation }[] = [
	{ who: 'rosa', relation: 'client' },
	{ who: 'elena', relation: 'family' },
	{ who: 'tom', relation: 'provider' },
	{ who: 'grace', relation: 'provider' }
];

export interface MadeUp {
	readonly today: string;
	/** In which it is told, where there are words in it. */
	readonly language: string;
}

export async function fillMadeUpCase(
	opened: Case,
	platform: Platform,
	{ today, language }: MadeUp
): Promise<void> {
	const { document } = opened;
	const people = new Map<DemoPerson, MemberKeys>([['maya', document.me]]);
	for (const { who, relation } of seated) {
		people.set(who, await seat(document, platform, { name: nameOf(who), relation }));
	}
	const setting: DemoSetting = {
		newId: () => opened.making().newId,
		at: platform.clock.now(),
		today,
		people: Object.fromEntries([...people].map(([who, { id }]) => [who, id])),
		words: await wordsIn(language)
	};
	const ids = opened.edit((plan) => fillDemo(plan, setting));
	const voices = new Map([...people].map(([who, keys]) => [who, voiceOf(document, platform, keys)]));
	fillDemoTalk((who) => voices.get(who)?.doc, ids, setting);
	for (const voice of voices.values()) await speak(document, platform, voice);
}

/** Each is loaded when it is told. */
async function wordsIn(language: string): Promise<DemoWords> {
	return language === 'es' ? (await import('#lib/casedoc/demo-spanish.ts')).demoSpanish : new Map();
}

function nameOf(who: DemoPerson): string {
	return who === 'rosa' ? rosa.name : (demoContacts.find(({ key }) => key === who)?.name ?? '');
}

/** Invited and sat down, as by a link that was used at once. */
async function seat(
	document: SealedDocument,
	{ clock, random, subtle }: Platform,
	details: { readonly name: string; readonly relation: Relation }
): Promise<MemberKeys> {
	const keys = await memberKeys(new Secret(random(32)), subtle);
	const invitation = await invitationKeys(new Secret(random(16)), subtle);
	const capabilities = throughout('edit');
	const said = { details, time: clock.now(), random };
	const offer = { capabilities, expiry: 0, careful: false, invitation };
	const invited = await invite({ author: document.me, ...said }, document.placeFor(capabilities), offer);
	await document.state(invited);
	const place = document.placeFor(capabilities);
	await document.roster.receive([
		await accept({ author: keys, ...said }, place, entryId(invited.id), invitation)
	]);
	return keys;
}

interface Voice {
	readonly keys: MemberKeys;
	readonly strand: Uint8Array;
	/** What they say, in a document of their own until it is sealed. */
	readonly doc: Y.Doc;
}

function voiceOf(document: SealedDocument, { random }: Platform, keys: MemberKeys): Voice {
	const strand = random(16);
	const doc = new Y.Doc();
	doc.clientID = strandClient(idBytes(document.id), talkChannel, keys.publicKey, strand);
	return { keys, strand, doc };
}

async function speak(
	document: SealedDocument,
	{ clock }: Platform,
	{ keys, strand, doc }: Voice
): Promise<void> {
	const { roster } = document.roster;
	const inForce = roster.current.keyInForce(talkChannel);
	const key = inForce && document.keyring.inForce(inForce);
	if (!key || doc.store.clients.size === 0) return;
	const place = {
		kind: 'update' as const,
		document: idBytes(document.id),
		strand,
		seq: 0,
		previous: new Uint8Array(32),
		rosterHeads: roster.heads,
		clear: new Uint8Array()
	};
	const content = { time: clock.now(), heads: [], payload: Y.encodeStateAsUpdate(doc) };
	await document.channel(talkChannel).receive(0, [new Frame(await sealEntry(place, content, key, keys))]);
}
