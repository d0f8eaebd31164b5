import { largestFrame } from '#lib/seal/frame.ts';

/** One WebSocket message: one largest frame with its struct and envelope around it. */
export const largestMessage = largestFrame + 64 * 1024;
export const largestFounding = largestFrame;
export const mostLogsPerSocket = 1000;
/** What follows what is kept for each statement, so a roster costs the square of its length. */
export const mostStatements = 1000;

export const nonceLife = 60_000;
export const mostUsedNonces = 200_000;

/** A socket that has proved nothing by then is closed. */
export const authenticateWithin = 30_000;
/** The provider closes a socket on which it hears nothing for 30 s. */
export const pingEvery = 10_000;
/** Seconds after which a socket that does not answer pings is dead; noticed within twice that. */
export const socketIdle = 12;
/** How soon a lost right ends a connection. */
export const rightsEvery = 10_000;

export const mostBadMessages = 100;
export const messagesPerSecond = 2000;
export const bytesPerSecond = 16 * 1024 * 1024;
/** Beyond the rates above a connection may burst for this many seconds. */
export const burstSeconds = 4;

export const foundingsPerMinute = 120;

export const largestPresence = 4096;
export const mostPresencesPerSocket = 4;
