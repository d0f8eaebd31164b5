/**
 * Apps that open links inside themselves. What is stored there is cut off from the person's own browser and may be cleared at any
 * time, so a link that works once must not be used up there. Known by marks in the user agent, as their makers or others describe
 * them; an app without a mark (a Custom Tab, Safari's own view) keeps its storage with the browser or cannot be told.
 */
export type InApp =
	{ readonly kind: 'no' } | { readonly kind: 'in-app'; /** Empty if unknown. */ readonly app: string };

interface Where {
	readonly userAgent: string;
	/** Opened from the home screen: then iOS leaves out "Safari", too. */
	readonly standalone: boolean;
}

export function inAppBrowser({ userAgent, standalone }: Where): InApp {
	const named = apps.find(([mark]) => mark.test(userAgent));
	if (named) return { kind: 'in-app', app: named[1] };
	if (/Android/.test(userAgent) && /; wv\)/.test(userAgent)) return { kind: 'in-app', app: '' };
	const apple = /\b(iPhone|iPad|iPod)\b/.test(userAgent);
	return apple && !standalone && !/Safari\//.test(userAgent) ? { kind: 'in-app', app: '' } : { kind: 'no' };
}

export function whereNow(): Where {
	return {
		userAgent: navigator.userAgent,
		standalone:
			matchMedia('(display-mode: standalone)').matches ||
			('standalone' in navigator && navigator.standalone === true)
	};
}

const apps: readonly (readonly [RegExp, string])[] = [
	[/\bInstagram\b/, 'Instagram'],
	[/Barcelona \d/, 'Threads'],
	[/\bMessenger(ForiOS|LiteForiOS)?\b|FB_IAB\/(Orca|MESSENGER)/, 'Messenger'],
	[/\bFB(AN|AV|_IAB|IOS)\b/, 'Facebook'],
	[/\bWhatsApp\//, 'WhatsApp'],
	[/\bGSA\//, 'the Google app'],
	[/\bGmail\b/, 'Gmail'],
	[/\bLine\//, 'LINE'],
	[/MicroMessenger/, 'WeChat'],
	[/\bSnapchat\b/, 'Snapchat'],
	[/musical_ly|BytedanceWebview|\bTikTok/, 'TikTok'],
	[/\bTwitter for\b|\bTwitterAndroid\b/, 'X'],
	[/LinkedInApp/, 'LinkedIn'],
	[/\bPinterest\b/, 'Pinterest'],
	[/\bTeams\/|\bTeamsMobile/, 'Teams'],
	[/\bSlack(_|\/)/, 'Slack'],
	[/\bTelegram(-Android|Bot)?\b/, 'Telegram'],
	[/\bOutlook(-iOS|-Android|Mobile)/, 'Outlook']
];
