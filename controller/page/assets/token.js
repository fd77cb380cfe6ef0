// The token comes behind the '#', which browsers send to nobody; it is kept for this tab and taken out of the address.
const place = 'chandler.token';

export function takeFromAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const token = parameters.get('token');
  if (!token) return;
  remember(token);
  history.replaceState(null, '', `${location.pathname}#/`);
}

export const current = () => sessionStorage.getItem(place) ?? '';

// Whatever somebody pasted: kubectl's output ends with a line break.
export function remember(token) {
  sessionStorage.setItem(place, token.replace(/\s+/g, ''));
}

export function forget() {
  sessionStorage.removeItem(place);
}
