/** Headers of every answer. */

export interface SafetyOptions {
	readonly policy: string;
	readonly tls: boolean;
}

export function safetyHeaders({ policy, tls }: SafetyOptions): Readonly<Record<string, string>> {
	return {
		'content-security-policy': policy,
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		'permissions-policy':
			'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), display-capture=(), browsing-topics=()',
		...(tls ? { 'strict-transport-security': 'max-age=31536000' } : {})
	};
}
