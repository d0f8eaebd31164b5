import nacl from 'tweetnacl';
import { FrameError, sameBytes } from './frame-bytes.ts';
import type { Frame } from './frame.ts';
import { decodeContent, type Content } from './content.ts';
import type { ChannelKey } from './keys.ts';
import { entryNonce } from './seal.ts';

export type Opening =
	| { readonly kind: 'opened'; readonly content: Content }
	/** Sealed under a key that is not this one: kept, passed on, never deleted. */
	| { readonly kind: 'not-mine' }
	/** The key fits and the ciphertext does not: altered, or made to be read in two ways. */
	| { readonly kind: 'broken'; readonly reason: 'ciphertext' | 'content' | 'nonce' };

/** Opens a frame whose signature the caller has checked. Never throws on hostile bytes. */
export function openEntry(frame: Frame, key: ChannelKey, checkNonce = true): Opening {
	if (key.channel !== frame.channel || key.epoch !== frame.epoch || !sameBytes(key.id, frame.keyId)) {
		return { kind: 'not-mine' };
	}
	const plaintext = nacl.secretbox.open(frame.ciphertext, frame.nonce, key.key.reveal());
	if (!plaintext) return { kind: 'broken', reason: 'ciphertext' };
	if (checkNonce && !sameBytes(entryNonce(key.key, frame.header, plaintext), frame.nonce)) {
		return { kind: 'broken', reason: 'nonce' };
	}
	try {
		return { kind: 'opened', content: decodeContent(plaintext) };
	} catch (error) {
		if (error instanceof FrameError) return { kind: 'broken', reason: 'content' };
		throw error;
	}
}
