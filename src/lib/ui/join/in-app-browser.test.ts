import { expect, test } from 'vitest';
import { inAppBrowser } from './in-app-browser.ts';

const ios = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android =
	'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0';

test.each([
	['Instagram', `${ios} Mobile/22B83 Instagram 354.0.0.29.101 (iPhone15,2; iOS 18_1; en_US)`],
	['Facebook', `${ios} Mobile/22B83 [FBAN/FBIOS;FBAV/487.0.0.47.109;FBBV/657;FBDV/iPhone15,2]`],
	['Facebook', `${android} Chrome/130.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/488.0.0.59.80;]`],
	['Messenger', `${ios} Mobile/22B83 [FBAN/MessengerForiOS;FBAV/484.0]`],
	['WhatsApp', `${ios} Mobile/22B83 WhatsApp/24.20.77`],
	['the Google app', `${ios} GSA/340.3.687804021 Mobile/15E148 Safari/604.1`],
	['LINE', `${ios} Mobile/15E148 Safari Line/14.17.0`],
	['WeChat', `${android} Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50`],
	['Snapchat', `${ios} Mobile/22B83 Snapchat/13.15.0.42 (like Safari/8618.2)`],
	['TikTok', `${ios} Mobile/22B83 musical_ly_36.7.0 JsSdk/2.0 BytedanceWebview/d8a21c6`],
	['X', `${ios} Mobile/22B83 Twitter for iPhone/10.66`],
	['LinkedIn', `${android} Chrome/130.0 Mobile Safari/537.36 [LinkedInApp]/4.1.1010`],
	['', `${ios} Mobile/15E148`],
	['', `${android} Chrome/130.0.0.0 Mobile Safari/537.36`]
])('inside %j', (app, userAgent) => {
	expect(inAppBrowser({ userAgent, standalone: false })).toEqual({ kind: 'in-app', app });
});

test.each([
	`${ios} Version/18.1 Mobile/15E148 Safari/604.1`,
	`${ios} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1`,
	`${ios} FxiOS/132.0 Mobile/15E148 Safari/605.1.15`,
	'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0',
	'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
	''
])('a real browser: %s', (userAgent) => {
	expect(inAppBrowser({ userAgent, standalone: false })).toEqual({ kind: 'no' });
});

test('from the home screen of an iPhone', () => {
	expect(inAppBrowser({ userAgent: `${ios} Mobile/15E148`, standalone: true })).toEqual({ kind: 'no' });
});
