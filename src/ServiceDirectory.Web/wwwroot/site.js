// All that scripts add here; every page works without. Nothing is kept: no storage, no cookie, no counting.
'use strict';

// Leaving: a cover at once, then another page in place of this one, so that Back does not show it.

function leave() {
  document.documentElement.classList.add('left');
  document.title = '\u200b';
  location.replace('/exit');
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
  if (event.key !== 'Shift' || event.repeat) {
    if (event.key !== 'Shift') shifts = 0;
    return;
  }
  shifts += 1;
  clearTimeout(forget);
  forget = setTimeout(() => { shifts = 0; }, 2000);
  if (shifts === 3) leave();
});

for (const hint of document.querySelectorAll('.leave [hidden]')) hint.hidden = false;

// What a phone shows among its open apps is a picture of the page: it is covered while the page is not looked at.
document.addEventListener('visibilitychange', () => document.documentElement.classList.toggle('away', document.hidden));
addEventListener('pageshow', event => {
  if (event.persisted) {
    document.documentElement.classList.remove('away');
    if (document.documentElement.classList.contains('left')) location.reload();
  }
});

// Copying a number.

function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const link of root.querySelectorAll('main.service .call a[href^="tel:"], main.urgent .call a[href^="tel:"]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = document.body.dataset.copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(link.textContent.trim());
      button.textContent = document.body.dataset.copied;
      setTimeout(() => { button.textContent = document.body.dataset.copy; }, 2000);
    });
    link.after(button);
  }
}

addCopyButtons(document);

// Places while somebody types, after a pause. What is typed is sent as a form, so that it stands in no address.

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
  let asked = 0;

  const current = () => list.querySelector('[aria-selected=true]');

  function close() {
    asked += 1;
    clearTimeout(pause);
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
    try {
      const answer = await fetch(field.dataset.suggestFrom, { method: 'POST', body: new URLSearchParams({ near: field.value }) });
      const names = answer.ok ? await answer.json() : [];
      if (turn !== asked) return;
      list.replaceChildren(...names.map((name, position) => {
        const option = document.createElement('li');
        option.id = `${list.id}-${position}`;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.textContent = name;
        option.addEventListener('pointerdown', event => {
          event.preventDefault();
          take(option);
        });
        return option;
      }));
      list.hidden = names.length === 0;
      field.setAttribute('aria-expanded', String(names.length > 0));
    } catch {
      close();
    }
  }

  field.addEventListener('input', () => {
    close();
    if (field.value.trim().length >= 2) pause = setTimeout(ask, 300);
  });
  field.addEventListener('blur', close);
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

// Filters without a reload: the same page is asked for, and what it found takes the place of what stands here.

const named = element => element && element.name ? `[name="${element.name}"]${element.type === 'checkbox' ? `[value="${element.value}"]` : ''}` : null;

async function show(address) {
  const main = document.querySelector('main.results');
  main.setAttribute('aria-busy', 'true');
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.querySelector('main.results');
  if (!found) return false;
  const focused = named(document.activeElement);
  const open = [...main.querySelectorAll('.filters details')].map(details => details.open);
  const filters = main.querySelector('.filters').open;
  main.replaceWith(found);
  found.querySelector('.filters').open = filters;
  if (found.querySelectorAll('.filters details').length === open.length) found.querySelectorAll('.filters details').forEach((details, position) => { details.open = open[position]; });
  if (focused) found.querySelector(`.filters ${focused}`)?.focus({ preventScroll: true });
  document.querySelector('nav.languages')?.replaceWith(page.querySelector('nav.languages'));
  prepareFields(found);
  // Into the element that was there to be listened to: a new one says nothing.
  requestAnimationFrame(() => { found.querySelector('[role=status]').textContent = found.querySelector('.found h2').textContent; });
  return true;
}

document.addEventListener('change', async event => {
  const form = event.target.closest('.filters form');
  if (!form) return;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  const address = `${form.getAttribute('action')}?${asked}`;
  try {
    if (await show(address)) history.pushState(null, '', address);
    else form.submit();
  } catch {
    form.submit();
  }
});

addEventListener('popstate', () => location.reload());
