/**
 * A WebSocket class for providers that set `onmessage` and read what comes without care: what makes them throw ends the connection
 * instead, and they make a new one.
 */
export function carefulSocket(Socket: typeof WebSocket): typeof WebSocket {
	return new Proxy(Socket, {
		construct(target, [url, protocols]: ConstructorParameters<typeof WebSocket>) {
			const socket = new target(url, protocols);
			let listener: WebSocket['onmessage'] = null;
			socket.addEventListener('message', (event) => {
				try {
					listener?.call(socket, event);
				} catch {
					socket.close();
				}
			});
			Object.defineProperty(socket, 'onmessage', {
				get: () => listener,
				set: (given: WebSocket['onmessage']) => (listener = given)
			});
			return socket;
		}
	});
}
