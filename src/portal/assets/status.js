/* global AbortSignal, DOMParser, document, fetch, matchMedia, Node, performance, setInterval, window */
// Keeps the page of the status up to date. The token of an administrator is in this file's memory and nowhere else.

/** After so long without an answer what is shown is old. */
const STALE_AFTER_MS = 2_500;
const ANSWER_WITHIN_MS = 5_000;

/** By the code of a problem, what becomes of the token and what is told. */
const REFUSALS = {
  unauthenticated: 'invalid',
  invalid_token: 'invalid',
  insufficient_scope: 'forbidden',
  step_up_required: 'old',
  database_unavailable: 'unavailable',
  primary_unavailable: 'unavailable',
  database_busy: 'unavailable',
};

const place = (id) => document.getElementById(id);
const access = place('access');

let token = null;
/** Nothing is asked for with the token until the administrator says so. */
let isHeld = false;
let isPaused = false;
/** When the service has answered last, and what time it was there. */
let answered = { here: performance.now(), there: place('state').dataset.at };
/** When what administrators see was shown last, by the service's clock. */
let shownAt = null;

/** Makes what is there like what came, and leaves alone what is the same: focus, selection and what is scrolled stay. */
function become(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const name of old.getAttributeNames()) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [present, coming] = [[...old.childNodes], [...next.childNodes]];
  coming.forEach((node, i) => (present[i] ? become(present[i], node) : old.append(node)));
  present.slice(coming.length).forEach((node) => node.remove());
}

/** Shows a part as the service has it now. @returns the code of what it says instead; null when it is shown */
async function load(part, withinMs) {
  const response = await fetch(`/status/${part}`, {
    cache: 'no-store',
    credentials: 'omit',
    headers: {
      accept: 'application/problem+json',
      ...(part === 'state' ? {} : { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.timeout(withinMs),
  });
  if (!response.ok) {
    const { code, detail } = await response.json();
    place('refusal').textContent = detail;
    return code;
  }
  const html = await response.text();
  // It may have been forgotten meanwhile.
  if (part !== 'state' && token === null) return null;
  for (const element of new DOMParser().parseFromString(html, 'text/html').body.children)
    become(place(element.id), document.importNode(element, true));
  return null;
}

function text(id, words) {
  if (place(id).textContent !== words) place(id).textContent = words;
}

/** `03:12:45 UTC` of a time. */
const clock = (time) => `${new Date(time).toISOString().slice(11, 19)} UTC`;

/** Shows what fits to who is let in. */
function show(when) {
  access.dataset.now = when;
  for (const element of access.querySelectorAll('[data-when]'))
    element.hidden = !element.dataset.when.split(' ').includes(when);
}

function showFreshness() {
  const silentMs = performance.now() - answered.here;
  const isStale = silentMs > STALE_AFTER_MS;
  document.body.classList.toggle('is-stale', isStale);
  text('freshness', isStale ? `As of ${clock(answered.there)}` : `Live · ${clock(answered.there)}`);
  text(
    'stale',
    isStale
      ? `The service has not answered since ${clock(answered.there)}. What is shown is from then, and may not be so any more. It is asked again every second.`
      : '',
  );
  const name = isStale ? 'No answer' : place('state').dataset.name;
  const title = `${name} · Status · Ballast`;
  if (document.title !== title) document.title = title;
}

async function refreshState() {
  const before = place('state').dataset.status;
  await load('state', ANSWER_WITHIN_MS);
  const { status, name, at } = place('state').dataset;
  answered = { here: performance.now(), there: at };
  showFreshness();
  if (status !== before) {
    text('announcement', `${name}, since ${clock(at)}.`);
    parts.details.dueAt = 0;
  }
  if (token === null && status === 'unhealthy' && access.dataset.now === 'out') show('unavailable');
  if (token === null && status !== 'unhealthy' && access.dataset.now === 'unavailable') show('out');
}

async function refreshRest(part) {
  const code = await load(part, ANSWER_WITHIN_MS);
  if (token === null) return;
  const now = code === null ? 'in' : (REFUSALS[code] ?? 'failed');
  if (code === null) shownAt = answered.there;
  if (now === 'invalid' || now === 'forbidden') token = null;
  isHeld = now === 'old' || now === 'failed';
  show(now);
  const isOld = now !== 'in' && shownAt !== null;
  place('as-of').hidden = !isOld;
  if (isOld) text('as-of', `What follows is of ${clock(shownAt)}, and is not kept up to date at the moment.`);
  for (const rest of ['news', 'figures', 'details']) place(rest).classList.toggle('is-old', isOld);
}

const isLetIn = () => token !== null && !isHeld;

const parts = {
  state: { everyMs: 1_000, isWanted: () => true, refresh: refreshState, dueAt: 0, isUnderWay: false },
  figures: {
    everyMs: matchMedia('(prefers-reduced-motion: reduce)').matches ? 10_000 : 1_000,
    isWanted: () => isLetIn() && !isPaused,
    refresh: () => refreshRest('figures'),
    dueAt: 0,
    isUnderWay: false,
  },
  details: {
    everyMs: 5_000,
    isWanted: isLetIn,
    refresh: () => refreshRest('details'),
    dueAt: 0,
    isUnderWay: false,
  },
};

/** Asks for a part when it is time to. An answer that does not come is not asked for twice at once. */
async function keep(part) {
  if (part.isUnderWay || performance.now() < part.dueAt || !part.isWanted()) return;
  part.isUnderWay = true;
  part.dueAt = performance.now() + part.everyMs;
  try {
    await part.refresh();
  } catch {
    // The service is away, which its silence tells.
  } finally {
    part.isUnderWay = false;
  }
}

function go() {
  for (const part of Object.values(parts)) void keep(part);
  showFreshness();
}

function forget() {
  token = shownAt = null;
  isHeld = false;
  for (const id of ['news', 'figures', 'details', 'as-of']) place(id).replaceChildren();
  place('as-of').hidden = true;
  show('out');
}

function letIn(given) {
  token = given;
  isHeld = false;
  parts.figures.dueAt = parts.details.dueAt = 0;
  show('waiting');
  go();
}

/** Has a form do something with what is in its field, and tells what the service has refused it for. */
function onSubmit(form, field, act) {
  place(form).addEventListener('submit', (event) => {
    event.preventDefault();
    act(place(field).value.trim()).catch((error) => {
      text('refusal', error.message);
      show('failed');
    });
  });
}

/** @throws Error with what the service says instead */
async function send(path, body) {
  const response = await fetch(`/v1/auth/otps${path}`, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

let challenge = null;

onSubmit('email-form', 'email', async (email) => {
  show('waiting');
  challenge = (await send('', { email, purpose: 'sign_in' })).challengeId;
  show('code');
  place('code').focus();
});
onSubmit('code-form', 'code', async (code) => {
  place('code').value = '';
  letIn((await send(`/${challenge}/verify`, { code })).token);
});
onSubmit('token-form', 'token', async (given) => {
  place('token').value = '';
  letIn(given);
});
place('start-over').addEventListener('click', () => show('out'));
place('forget').addEventListener('click', () => {
  forget();
  place('email').focus();
});
place('pause').addEventListener('click', ({ currentTarget }) => {
  isPaused = !isPaused;
  currentTarget.setAttribute('aria-pressed', String(isPaused));
});
window.addEventListener('pagehide', forget);
// Timers of a page that nobody sees are slow.
document.addEventListener('visibilitychange', go);
setInterval(go, 250);
forget();
