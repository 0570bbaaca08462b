// The page that searches by itself: fetches the list of a country when somebody asks for it, and from then on asks for nothing. Every
// word that somebody wrote is put there as text. What is looked for comes from behind the "#" of the address and goes nowhere.
'use strict';

(() => {
  const page = document.querySelector('main.private');
  if (!page) return;
  page.querySelector('[data-without]').remove();
  const { words: wordsFrom, entries: entriesFrom, towns: townsFrom, country } = page.dataset;
  const found = document.getElementById('found');
  const status = document.querySelector('[role=status]');
  const language = document.documentElement.lang;
  const pageSize = 20;
  const [longest, mostAfar] = [200, 5];

  // --- What is looked for, as a link carries it ---------------------------------------------------------------------------------

  const repeated = ['need', 'access', 'lang', 'skip'];
  const single = ['q', 'near', 'place', 'within', 'open', 'reach'];

  // Typed words stand in the site's own links as "~" and Base64url.
  function unveiled(value) {
    if (!/^~[\w-]+$/.test(value)) return value;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(value.slice(1).replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0)));
    } catch {
      return value;
    }
  }

  const veiled = text => `~${btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;

  function readLink(text) {
    const asked = new URLSearchParams(text);
    const link = Object.fromEntries(repeated.map(name => [name, asked.getAll(name)]));
    for (const name of single) link[name] = unveiled(asked.get(name) ?? '').slice(0, longest);
    return link;
  }

  const fragment = location.hash.slice(1);
  let link = readLink(fragment);
  const isAsked = fragment.length > 1;
  // Out of sight. The browser's list of pages has it already; the page that makes such a link says so.
  if (isAsked) history.replaceState(null, '', location.pathname + location.search);

  function keepIn(links) {
    for (const one of links) one.addEventListener('click', () => { if (isAsked) one.hash = fragment; });
  }

  keepIn(page.querySelectorAll('a[data-keeps]'));
  keepIn(document.querySelectorAll('nav.languages a'));

  // --- Pieces of the page -----------------------------------------------------------------------------------------------------------

  function make(name, settings = {}, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(settings)) {
      if (value === null || value === undefined || value === false) continue;
      if (key === 'onclick') element.addEventListener('click', value);
      else element.setAttribute(key, value === true ? '' : value);
    }
    element.append(...inside.filter(one => one !== null && one !== undefined));
    return element;
  }

  // Somebody's words, with their language where it is not the page's.
  function text(name, value, settings = {}) {
    const [words, tongue] = Array.isArray(value) ? value : [value, null];
    return make(name, { ...settings, lang: tongue, dir: tongue ? 'auto' : null }, words);
  }

  const tongues = new Intl.DisplayNames(language, { type: 'language' });

  // The same, and which language it is: somebody who cannot read it has to know what to ask for.
  function told(name, value, settings) {
    const element = text(name, value, settings);
    return Array.isArray(value) ? [element, ' ', make('small', { class: 'origin' }, say('Text.In', tongues.of(value[1])))] : [element];
  }

  const fetchAt = page.querySelector('[data-fetch]');
  let data;
  let search;
  let matcher;

  // --- Fetching -----------------------------------------------------------------------------------------------------------------------

  const files = {};
  // The one function that the files call.
  globalThis.directoryData = (name, value) => { files[name] = value; };

  const load = address => new Promise((done, failed) => {
    const script = make('script', { src: address });
    script.addEventListener('load', () => { script.remove(); done(); });
    script.addEventListener('error', () => { script.remove(); failed(new Error(address)); });
    document.head.append(script);
  });

  if (fetchAt) {
    const button = make('button', { type: 'button', class: 'fetch' }, page.dataset.get);
    const said = make('p', { class: 'wrong', hidden: true }, page.dataset.failed);
    button.addEventListener('click', async () => {
      button.disabled = true;
      button.textContent = status.textContent = page.dataset.getting;
      said.hidden = true;
      try {
        await Promise.all([load(wordsFrom), load(entriesFrom), load(townsFrom)]);
        if (!files.words || !files.entries || !files.towns) throw new Error('A file is empty.');
      } catch {
        button.disabled = false;
        button.textContent = page.dataset.get;
        said.hidden = false;
        status.textContent = page.dataset.failed;
        return;
      }
      begin();
    });
    fetchAt.after(button, said);
  }

  // --- The form -------------------------------------------------------------------------------------------------------------------------

  let form;

  function begin() {
    data = files.words;
    matcher = new directoryReading.Matcher(data.matcher);
    search = new directoryLooking.Search(data, files.entries, files.towns);
    const ready = make('p', { class: 'quiet', id: 'ready', tabindex: '-1' }, page.dataset.ready);
    form = document.getElementById('private-form').content.cloneNode(true).querySelector('form');
    const languages = form.elements.lang;
    const names = files.entries.languages;
    for (let i = 0; i < names.length; i += 2) languages.append(make('option', { value: names[i] }, names[i + 1]));
    page.querySelector('.fetch').replaceWith(ready, form);
    page.classList.add('ready');
    form.addEventListener('submit', event => {
      event.preventDefault();
      link = null;
      show(true);
    });
    form.addEventListener('change', event => { if (event.target.closest('.more')) show(false); });
    fill();
    status.textContent = page.dataset.ready;
    ready.focus({ preventScroll: true });
    if (isAsked) show(false);
  }

  // What a link asks for, into the fields.
  function fill() {
    const { elements } = form;
    elements.q.value = link.q;
    const town = search.places.byId.get(Number(link.place));
    elements.near.value = town ? town.name : link.near;
    chosenTown = town ?? null;
    chosenNeeds = link.need.map(needOf).filter(need => need >= 0);
    if (link.within && [...elements.within.options].some(option => option.value === link.within)) elements.within.value = link.within;
    for (const name of ['open', 'reach']) if ([...elements[name].options].some(option => option.value === link[name])) elements[name].value = link[name];
    if (link.lang[0]) {
      if (![...elements.lang.options].some(option => option.value === link.lang[0])) elements.lang.append(make('option', { value: link.lang[0] }, link.lang[0]));
      elements.lang.value = link.lang[0];
    }
    const facets = new Set(link.access.map(facetOf));
    for (const box of form.querySelectorAll('[name=access]')) {
      box.checked = facets.has(Number(box.value));
      if (box.checked) box.closest('details').open = true;
    }
  }

  // By number or by slug; its place among the needs.
  function needOf(written) {
    const byNumber = data.matcher.needs.indexOf(Number(written));
    return byNumber >= 0 ? byNumber : data.needs.findIndex(([slug]) => slug === written);
  }

  function facetOf(written) {
    return data.facets.find(([id, slug]) => String(id) === written || slug === written)?.[0];
  }

  // --- Words -------------------------------------------------------------------------------------------------------------------------------

  const number = new Intl.NumberFormat(language);
  const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const put = (template, values) => template.replace(/\{(\d)(?::N0)?\}/g, (_, i) => typeof values[i] === 'number' ? number.format(values[i]) : values[i]);
  const say = (key, ...values) => put(data.say[key], values);
  const plural = new Intl.PluralRules(language);
  const count = (key, n, ...values) => put(data.say[`${key}.${plural.select(n)}`] ?? data.say[`${key}.other`], [n, ...values]);
  const label = need => data.needs[data.matcher.needs.indexOf(need)][1];
  const kilometres = km => km < 1 ? say('Km.UnderOne') : say('Km.Distance', km < 9.95 ? decimal.format(km) : number.format(Math.round(km)));
  const radius = km => say('Km.Distance', String(km));

  const two = n => String(n).padStart(2, '0');
  const time = minute => minute % 1440 === 0 ? say('Open.Midnight') : `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

  function openWords(help, now) {
    const clock = directoryLooking.clockOf(help.zone, now);
    const { open, until } = directoryLooking.openState(help, clock);
    if (open === null) return { words: say(help.data.b ? 'Open.ByAppointment' : 'Open.NotKnown'), until };
    if (until === null) return { words: say(open ? 'Open.Always' : 'Open.ClosedThisWeek'), until };
    // Midnight ends the day before it.
    const day = open && until.minute === 0 ? until.day - 1 : until.day;
    const at = time(until.minute);
    return {
      words: day === clock.day ? say(open ? 'Open.Until' : 'Open.OpensAt', at) : say(open ? 'Open.UntilDay' : 'Open.OpensDay', data.days[directoryLooking.weekday(day)], at),
      until,
    };
  }

  // --- Searching -------------------------------------------------------------------------------------------------------------------------------

  let chosenTown = null;
  let chosenNeeds = [];
  let shown = pageSize;
  let last = null;

  function wrong(field, words) {
    const input = form.elements[field];
    const said = document.getElementById(`${field}-wrong`);
    said.textContent = words ?? '';
    said.hidden = !words;
    if (words) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    input.setAttribute('aria-describedby', words ? `${field}-wrong ${field}-help` : `${field}-help`);
  }

  // null: the place has to be asked for, or something is wrong; it has been said.
  function read() {
    const { elements } = form;
    for (const field of ['q', 'near']) wrong(field, null);
    for (const field of ['q', 'near']) {
      if (elements[field].value.length <= longest) continue;
      wrong(field, page.dataset.tooLong);
      elements[field].focus();
      return null;
    }
    const near = elements.near.value.trim();
    let town = null;
    let others = [];
    if (near && chosenTown && near === chosenTown.name) {
      town = chosenTown;
    } else if (near) {
      const answer = search.places.find(near);
      if (answer === null) {
        wrong('near', say('Results.NoSuchPlace'));
        elements.near.focus();
        status.textContent = say('Results.NoSuchPlace');
        return null;
      }
      if (answer.ask) {
        askWhich(answer.ask);
        return null;
      }
      ({ town, others } = answer);
    }
    chosenTown = town;
    const typed = elements.q.value.trim();
    const skipped = (link?.skip ?? []).map(needOf).filter(need => need >= 0).map(need => data.matcher.needs[need]);
    const reading = matcher.read(typed, skipped);
    const picked = elements.need.value ? [Number(elements.need.value)] : [];
    const needs = [...new Set([...chosenNeeds.map(need => data.matcher.needs[need]), ...picked, ...reading.needs])];
    const limits = needs.map(need => data.needs[data.matcher.needs.indexOf(need)][2]).filter(hours => hours >= 0);
    return {
      needs, understood: reading.needs, text: reading.rest, town, others, within: Number(elements.within.value), access: [...form.querySelectorAll('[name=access]:checked')].map(box => Number(box.value)),
      languages: elements.lang.value ? [elements.lang.value] : [], open: elements.open.value || null, reach: elements.reach.value || null,
      // As a search orders by itself.
      sort: limits.length > 0 ? 'open' : reading.rest ? 'relevance' : town ? 'distance' : 'checked', hours: Math.min(120, ...limits),
    };
  }

  function askWhich(towns) {
    const names = new Map(files.towns.codes.map(code => [code, code]));
    for (let i = 0; i < files.towns.areas.length; i += 4) for (const code of files.towns.areas[i + 2].split(' ')) names.set(code, files.towns.areas[i]);
    const choices = towns.map(town => make('li', {}, make('button', {
      type: 'button', class: 'plain', onclick: () => {
        chosenTown = town;
        form.elements.near.value = town.name;
        show(true);
      },
    }, [town.name, names.get(town.district) ?? names.get(town.region)].filter(Boolean).join(', '))));
    found.replaceChildren(make('h2', { id: 'which', tabindex: '-1' }, say('Which.Heading')), make('ul', { class: 'plain' }, ...choices));
    found.firstChild.focus();
    status.textContent = say('Which.Heading');
  }

  // moves: whoever pressed the button is taken to what was found.
  function show(moves) {
    shown = pageSize;
    last = read();
    if (last === null) return;
    render();
    if (moves) found.querySelector('h2')?.focus({ preventScroll: false });
  }

  function render() {
    const now = new Date();
    const results = search.find({ ...last, shown }, now);
    const isNarrowed = last.access.length + last.languages.length > 0 || last.open !== null;
    const narrowing = isNarrowed ? 'Filtered' : last.text && last.needs.length === 0 ? 'Words' : '';
    const isRemoteOnly = last.reach === 'remote';
    const heading = last.town ? say('Results.Showing', last.town.name) : say(results.total === 0 && !(isRemoteOnly && results.remote.length > 0) ? 'Results.AnywhereNothing' : last.text ? 'Results.AnywhereWords' : 'Results.Anywhere');
    const cards = (id, name, title, hits) => [make('h2', { id, tabindex: '-1' }, title), make('ol', { class: `${name} cards`, 'aria-labelledby': id }, ...hits.map(hit => card(hit, now)))];

    const inPerson = isRemoteOnly ? (results.remote.length === 0 ? [make('h2', { tabindex: '-1' }, say(`Results.NoneRemote${narrowing}`))] : [])
      : results.total > 0 ? [
        ...cards('here', 'results', last.town ? count('Results.Here', results.total, radius(last.within)) : count('Results.Found', results.total), results.here),
        results.total > results.here.length ? make('button', { type: 'button', class: 'plain', onclick: () => { more(results.here.length); } }, page.dataset.more) : null,
      ] : [make('h2', { tabindex: '-1' }, last.town ? say(`Results.NoneHere${narrowing}`, radius(last.within)) : say(`Results.None${narrowing}`))];
    const afar = results.remote.length > 0
      ? cards('remote', 'remote', count('Results.Remote', results.remote.length), isRemoteOnly ? results.remote.slice(0, shown) : results.remote.slice(0, mostAfar)) : [];
    const beyond = results.further.length > 0 ? cards('further', 'further', say('Results.Further'), results.further) : [];
    found.replaceChildren(...[
      make('p', { class: 'showing' }, heading),
      ...notes(),
      ...lines(results, isRemoteOnly, isNarrowed),
      results.someWords ? make('p', {}, say('Results.SomeWords')) : null,
      ...(last.town ? [...inPerson, ...afar] : [...afar, ...inPerson]),
      ...beyond,
      linkPart(),
    ].filter(Boolean));
    page.dataset.total = String(results.total);
    page.dataset.understood = last.understood.map(need => data.needs[data.matcher.needs.indexOf(need)][0]).join(' ');
    page.dataset.place = last.town ? String(last.town.id) : '';
    status.textContent = [found.querySelector('h2')?.textContent, afar[0]?.textContent].filter(Boolean).join('. ');
  }

  function more(from) {
    shown += pageSize;
    render();
    found.querySelectorAll('ol.results > li')[from]?.querySelector('button')?.focus();
  }

  // What to do and by when stands above everything else.
  function notes() {
    const said = last.needs.map(need => data.needs[data.matcher.needs.indexOf(need)]).filter(need => need[3]);
    if (said.length === 0) return [];
    return [make('div', { class: 'first' }, ...said.map(need => make('p', {}, make('strong', {}, `${need[1]}: `), need[3])))];
  }

  function lines(results, isRemoteOnly, isNarrowed) {
    const items = results.lines.map(line => {
      const parts = [];
      const none = words => isNarrowed ? say('Line.Filtered', words) : words;
      if (!isRemoteOnly)
        parts.push(line.here > 0 ? (last.town ? say('Line.Within', line.here, radius(last.within)) : say('Line.Found', line.here)) : none(last.town ? say('Line.NoneWithin', radius(last.within)) : say('Line.None')));
      if (line.nearest !== null && line.here === 0 && !isRemoteOnly) parts.push(say('Line.Nearest', kilometres(line.nearest)));
      if (line.remote > 0) parts.push(say('Line.Remote', line.remote));
      else if (isRemoteOnly) parts.push(none(say('Line.NoneRemote')));
      return item(say('Line', label(line.need), parts.join(say('Line.Join'))), label(line.need), () => without(line.need));
    });
    if (last.text) items.push(item(say('Results.Words', last.text), last.text, () => { form.elements.q.value = ''; }));
    const others = last.others.length > 0
      ? [make('details', { class: 'others' }, make('summary', {}, say('Results.Others', last.town.name)), make('ul', { class: 'plain' }, ...last.others.map(town => make('li', {}, make('button', {
        type: 'button', class: 'plain', onclick: () => { chosenTown = town; form.elements.near.value = town.name; show(true); },
      }, [town.name, town.district, town.region].filter(Boolean).slice(0, 1).join(', '))))))] : [];
    return [
      last.understood.length > 0 ? make('p', { id: 'understood' }, say('Results.Understood')) : null,
      items.length > 0 ? make('ul', { class: 'lines', 'aria-labelledby': last.understood.length > 0 ? 'understood' : null }, ...items) : null, ...others,
    ];
  }

  function item(words, what, takeAway) {
    return make('li', {}, make('span', {}, words), ' ', make('button', {
      type: 'button', class: 'plain', onclick: () => {
        takeAway();
        show(true);
      },
    }, say('Results.Remove'), make('span', { class: 'hidden' }, ` ${what}`)));
  }

  function without(need) {
    chosenNeeds = last.needs.filter(other => other !== need).map(other => data.matcher.needs.indexOf(other));
    form.elements.need.value = '';
    // The words have been read: what is left of them stays.
    form.elements.q.value = last.text;
  }

  // --- Cards -------------------------------------------------------------------------------------------------------------------------------

  const [peers, led] = ['peer-staff', 'sex-worker-led'];

  function card({ entry, help, km, others }, now) {
    const { data: of } = entry;
    const asked = last.needs.filter(need => entry.needs.includes(need));
    const gives = asked.length === 0 ? entry.needs.slice(0, 3).map(label).join(' · ')
      : asked.length < last.needs.length ? say('Card.GivesOfThese', asked.map(label).join(' · ')) : asked.length > 1 ? say('Card.GivesAll') : label(asked[0]);
    const id = `details-${entry.code}`;
    const name = Array.isArray(of.n) ? of.n[0] : of.n;
    const button = text('button', of.n, { translate: 'no', type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': id });
    const inside = make('div', { id, class: 'opened', hidden: true });
    button.addEventListener('click', () => {
      const opens = inside.hidden;
      if (opens && inside.childElementCount === 0) inside.append(...details(entry, name));
      inside.hidden = !opens;
      button.setAttribute('aria-expanded', String(opens));
    });
    return make('li', {
      class: 'card', 'data-service': entry.code, 'data-needs': entry.needs.map(need => data.needs[data.matcher.needs.indexOf(need)][0]).join(' '), 'data-km': km === null ? null : km.toFixed(1),
    },
    make('h3', {}, button),
    make('p', { class: 'gives' }, gives),
    make('p', { class: 'where' }, where(entry, help, km, others, now).join(' · ')),
    make('div', { class: 'call' }, ...(of.p ?? []).slice(0, 1).flatMap(phone)),
    facts(entry, help, now),
    checked(entry, now),
    inside);
  }

  const phone = ([shownAs, dialled]) => [make('a', { href: `tel:${dialled}` }, make('bdi', {}, shownAs)), make('span', {}, say('Phone.CallList'))];

  function where(entry, help, km, others, now) {
    const parts = [];
    const said = help.data.g === undefined ? null : files.entries.said[help.data.g];
    if (help.areas) {
      if (help.ways & 1) parts.push(say('Way.Phone'));
      if (help.ways & 2) parts.push(say('Way.Online'));
      if (help.ways & 4) parts.push(say('Way.Post'));
      if (!last.town && said) parts.push(said);
      const { words, until } = openWords(help, now);
      if (help.hours !== null) parts.push(until && help.zone !== last.town?.zone ? say('Open.Clock', words, help.zone.split('/').at(-1).replaceAll('_', ' ')) : words);
      return parts;
    }
    // How far the largest place of a region is says nothing of a site anywhere in it.
    if (km !== null && !said) parts.push(kilometres(km));
    if (help.isMobile) parts.push(say('Card.ComesToYou'));
    else parts.push(said ?? help.town.name);
    parts.push(openWords(help, now).words);
    if (others > 0) parts.push(count('Card.OtherSites', others));
    return parts;
  }

  function facts(entry, help, now) {
    const { isFull, isLed } = search.marks(entry, now);
    const of = entry.data;
    const badge = (words, isCaution) => make('li', { class: isCaution ? 'badge caution' : 'badge' }, words);
    const facet = slug => data.facets.find(one => one[1] === slug);
    const speaks = help.areas && entry.languages.some(tag => tag === language || tag.startsWith(`${language}-`));
    const isPeer = facet(peers) && (help.yes >> BigInt(facet(peers)[0])) & 1n;
    return make('ul', { class: 'facts' }, ...[
      of.nl ? badge(say('Warning.NoLine'), true) : null,
      isFull ? badge(say('Badge.Full'), true) : of.wl ? badge(say('Badge.WaitingList'), true) : null,
      ...help.facts.map(fact => {
        const [at, note] = Array.isArray(fact) ? fact : [fact, null];
        const [kind, shape, words] = files.entries.facts.slice(at * 3, at * 3 + 3);
        const space = words.indexOf(' ');
        const [first, rest] = space > 0 ? [words.slice(0, space), words.slice(space)] : [words, ''];
        return make('li', { class: kind }, make('span', { class: 'keep' }, make('span', { 'aria-hidden': 'true' }, shape), ` ${first}`), rest,
          note === null ? null : make('span', { class: 'exception' }, ': '), ...(note === null ? [] : told('span', note, { class: 'exception' })));
      }),
      speaks ? badge(say('Badge.Speaks', data.say.language)) : null,
      isLed && facet(led) ? badge(facet(led)[2]) : null,
      isPeer ? badge(facet(peers)[2]) : null,
    ].filter(Boolean).flatMap(fact => [fact, ' ']));
  }

  function checked(entry, now) {
    const of = entry.data;
    const { isTrained, due } = search.marks(entry, now);
    const names = of.l.map(at => files.entries.languages[at * 2 + 1]);
    return make('p', { class: 'quiet' }, names.length > 0 ? `${say('Card.Speaks', names.join(say('List.Join')))} · ` : null, make('span', { class: 'checked' },
      files.entries.said[of.q], isTrained ? make('span', { class: 'trained' }, ` · ${files.entries.said[of.ts]}`) : null, due ? ' ' : null,
      due ? make('strong', {}, say(due === 'late' ? 'Checked.Late' : 'Checked.Due')) : null));
  }

  // All that the list says of it.
  function details(entry, name) {
    const of = entry.data;
    const parts = [make('p', { class: 'summary' }, ...told('span', of.s))];
    for (const one of of.p ?? [])
      parts.push(make('div', { class: 'call' }, ...(one[2] ? told('span', one[2]) : []), ...phone(one)));
    for (const site of entry.sites) {
      const place = site.data.g === undefined ? site.town.name : files.entries.said[site.data.g];
      parts.push(make('p', { class: 'address' }, ...(site.data.n ? [...told('span', site.data.n), ', '] : []), [site.data.s, place].filter(Boolean).join(', ')));
      if (site.hours !== null) parts.push(week(site.hours));
    }
    if (of.o) parts.push(make('p', {}, `${page.dataset.cost} `, ...told('span', of.o)));
    parts.push(make('p', {}, make('a', { class: 'onward', href: wholePage(entry.code), rel: 'noreferrer' }, page.dataset.whole, make('span', { class: 'hidden' }, ` ${name}`)),
      page.dataset.wholeHelp ? make('span', { class: 'help' }, ` ${page.dataset.wholeHelp}`) : null));
    return parts;
  }

  // On a disk a page is a file.
  const wholePage = code => page.dataset.service + code + (page.dataset.ending ?? '');

  function week(spans) {
    const rows = data.days.map((day, at) => {
      const times = [];
      for (let i = 0; i < spans.length; i += 2) {
        const [from, to] = [spans[i], spans[i + 1]];
        // A night belongs to the evening on which it begins.
        if (from < at * 1440 || from >= (at + 1) * 1440) continue;
        times.push(to - from >= 1440 ? page.dataset.allDay : put(page.dataset.fromTo, [time(from), time(to)]));
      }
      const covers = spans.some((from, i) => i % 2 === 0 && from < at * 1440 && spans[i + 1] >= (at + 1) * 1440);
      return make('tr', {}, make('th', { scope: 'row' }, day), make('td', {}, times.length > 0 ? times.join(say('List.Join')) : covers ? page.dataset.allDay : page.dataset.closed));
    });
    return make('table', { class: 'hours' }, make('caption', { class: 'hidden' }, page.dataset.week), make('tbody', {}, ...rows));
  }

  // --- A link to hand on -------------------------------------------------------------------------------------------------------------------

  function linkOf() {
    const asked = new URLSearchParams();
    for (const need of last.needs) asked.append('need', String(need));
    if (last.town) asked.append('place', String(last.town.id));
    if (last.within !== 25) asked.append('within', String(last.within));
    if (last.text) asked.append('q', veiled(last.text));
    for (const id of last.access) asked.append('access', String(id));
    for (const tag of last.languages) asked.append('lang', tag);
    if (last.open) asked.append('open', last.open);
    if (last.reach) asked.append('reach', last.reach);
    return `${location.href.split('#')[0]}#${asked}`;
  }

  function linkPart() {
    const field = make('input', { type: 'text', readonly: true, id: 'link', hidden: true, 'aria-label': page.dataset.link, value: '' });
    const button = make('button', { type: 'button', class: 'plain' }, page.dataset.link);
    button.addEventListener('click', async () => {
      const address = linkOf();
      try {
        await navigator.clipboard.writeText(address);
        button.textContent = status.textContent = page.dataset.linkCopied;
        setTimeout(() => { button.textContent = page.dataset.link; }, 2000);
      } catch {
        // It may not: the link can be taken by hand.
        field.hidden = false;
        field.value = address;
        field.select();
      }
    });
    return make('section', { class: 'link screen' }, button, field, make('p', { class: 'help' }, page.dataset.linkHelp));
  }
})();
