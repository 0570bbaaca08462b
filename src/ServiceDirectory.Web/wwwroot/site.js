// All that scripts add here; every page works without. Nothing is kept on the phone, and nothing is counted.
'use strict';

// Leaving: a cover at once, then another page in place of this one, so that Back does not show it. From then on nothing else here
// may lead anywhere.

const leaving = new AbortController();

function leave() {
  leaving.abort();
  document.documentElement.classList.add('left');
  document.title = '\u200b';
  location.replace(document.querySelector('.leave a').href);
}

document.addEventListener('click', event => {
  if (event.target.closest('.leave a')) {
    event.preventDefault();
    leave();
  }
});

let shifts = 0;
let forget;
document.addEventListener('keydown', event => {
  if (event.key !== 'Shift') {
    shifts = 0;
    return;
  }
  if (event.repeat) return;
  shifts += 1;
  clearTimeout(forget);
  forget = setTimeout(() => { shifts = 0; }, 2000);
  if (shifts === 3) leave();
});

for (const hint of document.querySelectorAll('.leave [hidden]')) hint.hidden = false;

// What a phone shows among its open apps is a picture of the page: it is covered while nobody looks at it.
document.addEventListener('visibilitychange', () => document.documentElement.classList.toggle('away', document.hidden));

// A page that the browser had put aside whole is asked for again: what it says may be over, and whoever left must not see it.
addEventListener('pageshow', event => {
  if (event.persisted) location.reload();
});

// Copying a number, and the address of a list whole.

function addCopyButtons(selector, text) {
  if (!navigator.clipboard) return;
  for (const element of document.querySelectorAll(selector)) {
    const words = element.dataset.copy ?? document.body.dataset.copy;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = words;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(text(element));
        button.textContent = document.body.dataset.copied;
        setTimeout(() => { button.textContent = words; }, 2000);
      } catch {
        // It may not: it stands beside it.
        button.remove();
      }
    });
    element.after(button);
  }
}

addCopyButtons('main.service .call a[href^="tel:"], main.urgent .call a[href^="tel:"]', link => link.textContent.trim());
addCopyButtons('input.whole', field => field.value);

// Places while somebody types, after a pause. What is typed is sent as a form, so that it stands in no address.

const shortest = 3;

function suggestPlaces(field) {
  const list = document.createElement('ul');
  list.className = 'suggested';
  list.id = `${field.id}-places`;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.dataset.suggest);
  field.after(list);
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  field.setAttribute('aria-expanded', 'false');
  let pause;
  let closing;
  let asked = 0;

  const current = () => list.querySelector('[aria-selected=true]');

  function stop() {
    asked += 1;
    clearTimeout(pause);
  }

  function close() {
    stop();
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  }

  function select(option) {
    current()?.setAttribute('aria-selected', 'false');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option.id);
  }

  function take(option) {
    field.value = option.textContent;
    close();
  }

  async function ask() {
    const turn = asked += 1;
    let names = [];
    try {
      const answer = await fetch(field.dataset.suggestFrom, { method: 'POST', body: new URLSearchParams({ near: field.value }), signal: leaving.signal });
      if (answer.ok) names = await answer.json();
    } catch {
      // Without suggestions the field is what it was.
    }
    if (turn !== asked) return;
    list.replaceChildren(...names.map((name, position) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${position}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.textContent = name;
      // The field keeps the focus, or the list would be gone before it is pressed.
      option.addEventListener('pointerdown', event => event.preventDefault());
      option.addEventListener('click', () => take(option));
      return option;
    }));
    list.hidden = names.length === 0;
    field.setAttribute('aria-expanded', String(names.length > 0));
  }

  field.addEventListener('input', () => {
    close();
    if (field.value.trim().length >= shortest) pause = setTimeout(ask, 300);
  });
  // Whoever presses the button below leaves the field with that: the button must not move away before it is let go.
  field.addEventListener('blur', () => {
    stop();
    closing = setTimeout(close, 500);
  });
  field.addEventListener('focus', () => clearTimeout(closing));
  field.addEventListener('keydown', event => {
    if (list.hidden) return;
    const options = [...list.children];
    const at = options.indexOf(current());
    if (event.key === 'ArrowDown') select(options[(at + 1) % options.length]);
    else if (event.key === 'ArrowUp') select(options[(at <= 0 ? options.length : at) - 1]);
    else if (event.key === 'Enter' && at >= 0) take(options[at]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}

const prepareFields = root => root.querySelectorAll('input[data-suggest-from]').forEach(suggestPlaces);

prepareFields(document);

// To the page that searches by itself, with the same search behind the "#", which no browser sends.

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-private]');
  if (link) link.hash = location.search.slice(1);
});

// Filters without a reload: the same page is asked for, and what it found takes the place of what stands here. Only the newest
// question counts; when it fails, the form is sent as it would be without a script.

let asking;
let shown = location.search;

const named = element => element && element.name ? `[name="${element.name}"]${element.type === 'checkbox' ? `[value="${element.value}"]` : ''}` : null;

function put(page) {
  const main = document.querySelector('main.results');
  const found = page.querySelector('main.results');
  const [filters, newer] = [main?.querySelector('.filters'), found?.querySelector('.filters')];
  if (!filters || !newer) return false;
  const focused = named(document.activeElement);
  const [open, into] = [filters, newer].map(each => [...each.querySelectorAll('details')]);
  newer.open = filters.open;
  if (open.length === into.length) into.forEach((details, position) => { details.open = open[position].open; });
  main.replaceWith(found);
  if (focused) newer.querySelector(focused)?.focus({ preventScroll: true });
  const languages = page.querySelector('nav.languages');
  if (languages) document.querySelector('nav.languages')?.replaceWith(languages);
  prepareFields(found);
  document.querySelector('[role=status]').textContent = found.querySelector('.found h2')?.textContent ?? found.querySelector('h1').textContent;
  return true;
}

async function filter(form) {
  asking?.abort();
  const turn = asking = new AbortController();
  leaving.signal.addEventListener('abort', () => turn.abort(), { once: true });
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  const address = `${form.getAttribute('action')}?${asked}`;
  try {
    const answer = await fetch(address, { signal: turn.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (turn.signal.aborted) return;
    if (answer.ok && put(page)) {
      history.pushState(null, '', address);
      shown = location.search;
      return;
    }
  } catch {
    // Below.
  }
  if (!turn.signal.aborted) form.submit();
}

// Who goes somewhere else meanwhile is not brought back.
addEventListener('pagehide', () => asking?.abort());

document.addEventListener('change', event => {
  const form = event.target.closest('.filters form');
  if (form) filter(form);
});

// A link within the page changes the address too, and must not load it again: only where another search stands in it.
addEventListener('popstate', () => {
  if (!leaving.signal.aborted && location.search !== shown) location.reload();
});
