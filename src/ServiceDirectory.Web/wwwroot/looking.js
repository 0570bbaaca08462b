// Looks among the entries of one country as the server does (PlaceLookup, ListingSearch), for whoever has the country's files. It touches
// no page and asks nobody. docs/private-search.md says where it knows less than the server.
'use strict';

// eslint-disable-next-line no-unused-vars
const directoryLooking = (() => {
  const { tokens, slips, sound, digitValue } = directoryReading;

  // --- Names of places: PlaceText -----------------------------------------------------------------------------------------

  const droppedSigns = '\'`´ʹʻʼʽʾʿˈ‘’‛′';
  const dropped = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/;
  const [format, mark, digit, letter] = [/[\p{Cf}\p{Me}]/u, /[\p{Mn}\p{Mc}]/u, /\p{Nd}/u, /\p{L}/u];
  const dense = /[\u2e80-\u9fff\uac00-\ud7af\ud800-\udfff\uf900-\ufaff]/;

  const letters = new Map(Object.entries({
    'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ŋ': 'n', 'ı': 'i', 'ə': 'e', 'ǝ': 'e', 'ŧ': 't',
    'ς': 'σ', 'і': 'и', 'ґ': 'г', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ڪ': 'ك', 'ة': 'ه', 'ہ': 'ه', 'ە': 'ه', 'ۀ': 'ه', 'ٱ': 'ا',
  }));

  const shortForms = new Map(Object.entries({ saint: 'st', sainte: 'st', sankt: 'st', sint: 'st', ste: 'st', mount: 'mt', fort: 'ft', and: '', und: '', et: '' }));

  function fold(text) {
    let folded = '';
    const space = () => { if (folded.length > 0 && folded.at(-1) !== ' ') folded += ' '; };
    for (const sign of sound(text).normalize('NFKD')) {
      if (droppedSigns.includes(sign) || dropped.test(sign) || format.test(sign)) continue;
      const lower = sign.toLowerCase();
      if (digit.test(lower)) folded += digitValue(lower);
      else if (letter.test(lower)) folded += letters.get(lower) ?? lower;
      else if (mark.test(lower) && folded.length > 0 && folded.at(-1) !== ' ') folded += lower;
      else space();
    }
    return folded.trimEnd().normalize('NFC');
  }

  const keyOf = text => fold(text).replaceAll(' ', '');

  function shortKey(folded) {
    if (!folded.includes(' ')) return folded;
    return folded.split(' ').map(word => shortForms.get(word) ?? word).join('') || folded.replaceAll(' ', '');
  }

  // --- Distances ------------------------------------------------------------------------------------------------------------

  // The sphere on which the database measures.
  const earth = 6371008.771415059;

  function metres(a, b) {
    const [lat1, lat2, lon] = [a.north, b.north, b.east - a.east].map(degrees => degrees * Math.PI / 180);
    const x = Math.cos(lat2) * Math.sin(lon);
    const y = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lon);
    const z = Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(lon);
    return earth * Math.atan2(Math.sqrt(x * x + y * y), z);
  }

  const km = (a, b) => metres(a, b) / 1000;

  // A half to the even neighbour, as the database rounds.
  function rounded(number) {
    const below = Math.floor(number);
    return number - below === 0.5 ? below + (below % 2) : Math.round(number);
  }

  // --- What place is meant: PlaceQuery, PlaceLookup, for a country that is one's own ----------------------------------------------

  const mostWords = 16;
  const commas = /[,;/|()[\]\n\r\t،、，；·]/;

  const fillers = new Set(('near in at around by from the to close next cerca de en a la el pres dans langa din nahe bei vicino perto em').split(' '));
  const directions = new Set(('north south east west central inner outer greater downtown northeast northwest southeast southwest old upper lower centre center centro '
    + 'gran city town village of area metro region borough').split(' '));

  class Query {
    constructor(parts) {
      this.parts = parts;
      this.words = parts.flat();
      this.key = this.words.join('');
    }

    static parse(text) {
      const parts = [];
      let count = 0;
      for (const part of text.split(commas)) {
        if (count >= mostWords) break;
        const folded = fold(part);
        if (!folded) continue;
        const cut = folded.split(' ').slice(0, mostWords - count);
        count += cut.length;
        parts.push(cut);
      }
      return parts.flat().some(word => letter.test(word)) ? new Query(parts) : null;
    }

    withoutNumbers() {
      const kept = this.parts.map(part => part.filter(word => !digit.test(word))).filter(part => part.length > 0);
      return kept.length === 0 || kept.flat().length === this.words.length ? null : new Query(kept);
    }

    withoutFillers() {
      return this.withoutStart(word => fillers.has(word));
    }

    withoutDirections() {
      return this.withoutStart(word => directions.has(word) || fillers.has(word)) ?? this.withoutEnd();
    }

    withoutStart(isFiller) {
      const [first, ...others] = this.parts;
      const from = first.findIndex(word => !isFiller(word));
      const kept = from < 0 ? [] : first.slice(from);
      if (kept.length === first.length || (kept.length === 0 && others.length === 0)) return null;
      return new Query(kept.length === 0 ? others : [kept, ...others]);
    }

    withoutEnd() {
      const [first, ...others] = this.parts;
      const to = first.findLastIndex(word => !directions.has(word)) + 1;
      return to === first.length || to === 0 ? null : new Query([first.slice(0, to), ...others]);
    }
  }

  const [main, other, weak] = [0, 1, 2];
  const share = [1, 0.6, 0.02];
  const [homeFactor, clearFactor, knownWeight] = [50, 3, 2_000_000];
  const [oneSlip, twoSlips] = [0.05, 0.0015];
  const hardlyTheSame = twoSlips / 3;
  const [samePlaceKm, nearKm, minPrefix, mostCandidates, mostTowns] = [20, 50, 3, 10, 12];
  const [leastFuzzy, mostFuzzy] = [4, 40];
  const mayBeMisspelt = name => name.length >= leastFuzzy - 1 && name.length <= mostFuzzy && !dense.test(name);

  class Names {
    constructor() {
      this.byKey = new Map();
    }

    add(key, target, kind) {
      const known = this.byKey.get(key);
      if (!known) this.byKey.set(key, [{ target, kind }]);
      else if (!known.some(hit => hit.target === target)) known.push({ target, kind });
    }

    // "*" stands before a key of the name that is shown, "~" before one that counts only whole.
    addAll(written, target) {
      for (const key of written ? written.split(' ') : []) {
        if (key[0] === '*') this.add(key.slice(1), target, main);
        else if (key[0] === '~') this.add(key.slice(1), target, weak);
        else this.add(key, target, other);
      }
    }

    exact(key) {
      return this.byKey.get(key) ?? [];
    }

    * beginning(start) {
      for (const [name, hits] of this.byKey) if (name.startsWith(start)) yield [name, hits];
    }

    * fuzzy(key) {
      if (key.length < leastFuzzy || key.length > mostFuzzy - 2 || dense.test(key)) return;
      const most = key.length <= 5 ? 1 : 2;
      for (const [name, hits] of this.byKey) {
        if (Math.abs(name.length - key.length) > most || !mayBeMisspelt(name)) continue;
        const count = slips(key, name, most);
        if (count <= most) yield [name, hits, count];
      }
    }
  }

  class Places {
    constructor(table) {
      this.country = table.country;
      this.codes = table.codes;
      this.towns = table.ids.map((id, i) => ({
        id, name: table.names[i], north: table.north[i] / 100000, east: table.east[i] / 100000, people: table.people[i], weight: table.weight[i],
        region: table.codes[table.region[i]], district: table.codes[table.district[i]], zone: table.zones[table.zone ? table.zone[i] : 0],
      }));
      this.byId = new Map(this.towns.map(town => [town.id, town]));
      this.names = new Names();
      this.towns.forEach((town, i) => {
        this.names.add(keyOf(town.name), town, main);
        this.names.addAll(table.keys[i], town);
      });
      this.areas = [];
      this.areaNames = new Names();
      for (let i = 0; i < table.areas.length; i += 4) {
        const codes = new Set(table.areas[i + 2].split(' '));
        const level = table.areas[i + 1];
        const area = { name: table.areas[i], level, contains: town => level === 0 || codes.has(town.region) || codes.has(town.district) };
        area.towns = this.towns.filter(area.contains);
        area.weight = area.towns[0]?.weight ?? 0;
        this.areas.push(area);
        this.areaNames.addAll(table.areas[i + 3], area);
      }
      this.regions = [...new Set(this.towns.map(town => town.region).filter(Boolean))];
    }

    // { town, others } where one is meant, { ask: towns } where several may be, null where there is none.
    find(text) {
      const query = Query.parse(text);
      if (query === null) return null;
      const readings = [query];
      for (const reading of [query.withoutFillers(), query.withoutNumbers()]) if (reading) readings.push(reading);
      const undirected = readings.at(-1).withoutDirections();
      if (undirected) readings.push(undirected);
      for (const by of [reading => this.exactAnswer(reading), reading => this.similarAnswer(reading)]) {
        for (const reading of readings) {
          const answer = by(reading);
          if (answer) return answer;
        }
      }
      const parts = this.parts(query);
      return parts.length > 0 ? asking(parts) : null;
    }

    exactAnswer(query) {
      return (query.parts.length > 1 ? this.qualified(query) : null) ?? this.whole(query) ?? this.split(query);
    }

    whole(query) {
      const places = this.exact(query.words);
      const areas = this.exactAreas(query.words, other);
      if (areas.length > 0) return this.placeOrArea(places, areas, 1);
      return places.length === 0 ? null : decide(places, []);
    }

    placeOrArea(places, areas, likely) {
      const kept = [];
      const towns = [];
      for (const area of areas) {
        const own = places.filter(candidate => area.contains(candidate.town)).sort((a, b) => b.town.people - a.town.people)[0];
        if (own && (area.level > 0 || keyOf(own.town.name) === keyOf(area.name)) && own.town.people >= area.towns[0].people) continue;
        kept.push(area);
        if (own && area.level > 0 && own.town.people * 4 >= area.towns[0].people) towns.push(own);
      }
      if (kept.length === 0) return decide(places, []);
      const score = area => area.level === 0 ? (likely < 1 ? area.weight * homeFactor : Infinity) : area.weight * homeFactor * (area.level === 1 ? 1 : 0.2);
      const bestArea = Math.max(...kept.map(score)) * likely;
      const bestPlace = Math.max(0, ...places.map(candidate => candidate.score));
      if (bestPlace > bestArea * clearFactor) return decide(places, []);
      const byScore = ranked(places).map(candidate => candidate.town);
      kept.sort((a, b) => score(b) - score(a));
      const asked = towns.length > 0 || (bestPlace * clearFactor > bestArea && bestArea !== Infinity)
        ? [...byScore.slice(0, mostCandidates / 2), ...kept.flatMap(area => area.towns.slice(0, mostCandidates / 2))]
        : [...kept.flatMap(area => area.towns.slice(0, mostTowns)), ...byScore];
      return { ask: [...new Set(asked)].slice(0, mostTowns) };
    }

    qualified(query) {
      for (let count = query.parts.length - 1; count > 0; count--) {
        let places = this.exact(query.parts.slice(0, count).flat());
        let understood = false;
        for (const qualifier of query.parts.slice(count)) {
          const isIn = places.length > 0 ? this.qualifier(qualifier, true) : null;
          if (!isIn) continue;
          places = places.filter(candidate => isIn(candidate.town));
          understood = true;
        }
        if (understood && places.length > 0) return decide(places, []);
      }
      return null;
    }

    split(query) {
      const { words } = query;
      for (let cut = words.length - 1; cut > 0; cut--) {
        const answer = this.exactIn(words.slice(0, cut), words.slice(cut), true);
        if (answer) return answer;
      }
      for (let cut = 1; cut < words.length; cut++) {
        const answer = this.exactIn(words.slice(cut), words.slice(0, cut), false);
        if (answer) return answer;
      }
      return null;
    }

    exactIn(name, where, mayBeTown) {
      const places = this.exact(name);
      const isIn = places.length > 0 ? this.qualifier(where, mayBeTown) : null;
      const kept = isIn ? places.filter(candidate => isIn(candidate.town)) : [];
      return kept.length > 0 ? decide(kept, []) : null;
    }

    similarAnswer(query) {
      const anywhere = () => true;
      const prefixes = this.prefixes(query.key, anywhere);
      if (query.parts.length === 1 && prefixes.length > 0)
        return decide(prefixes, Math.max(...prefixes.map(candidate => candidate.score)) < knownWeight ? this.misspelt(query.key, anywhere) : []);
      for (let cut = query.words.length - 1; cut > 0; cut--) {
        const places = this.similarIn(query.words.slice(0, cut), query.words.slice(cut));
        if (places.length > 0) return decide(places, []);
      }
      const misspelt = this.misspelt(query.key, anywhere);
      const { areas, count } = this.misspeltAreas(query.key);
      if (areas.length > 0) return this.placeOrArea(misspelt, areas, count === 1 ? oneSlip : twoSlips);
      if (misspelt.length > 0) {
        const best = ranked(misspelt)[0];
        const isUnlike = Math.max(...misspelt.map(candidate => candidate.score / candidate.town.weight)) < oneSlip;
        const parts = query.words.length > 1 && isUnlike ? rivals(this.parts(query)) : [];
        return best.score / (best.town.weight * homeFactor) < hardlyTheSame ? asking([...misspelt, ...prefixes, ...parts]) : decide(misspelt, [...prefixes, ...parts]);
      }
      if (prefixes.length > 0) return decide(prefixes, []);
      const codes = this.exactAreas(query.words, weak);
      return codes.length > 0 ? { ask: codes.flatMap(area => area.towns.slice(0, mostTowns)).slice(0, mostTowns) } : null;
    }

    similarIn(name, where) {
      const key = name.join('');
      const isIn = this.qualifier(where, false);
      if (isIn) return key.length < 4 ? [] : [...this.prefixes(key, isIn), ...this.misspelt(key, isIn)];
      const { areas } = this.misspeltAreas(where.join(''));
      return areas.length === 0 ? [] : this.exact(name).filter(candidate => areas.some(area => area.contains(candidate.town)));
    }

    parts(query) {
      const { words } = query;
      for (let length = words.length - 1; length > 0; length--) {
        const found = [];
        for (let start = words.length - length; start >= 0; start--) {
          const part = words.slice(start, start + length);
          if (part.join('').length >= minPrefix) found.push(...this.exact(part));
        }
        if (found.length > 0) return found;
      }
      return [];
    }

    exact(words) {
      const key = words.join('');
      const short = shortKey(words.join(' '));
      const hits = short === key ? this.names.exact(key) : [...this.names.exact(key), ...this.names.exact(short)];
      return distinct(hits.map(hit => candidate(hit, 1)).sort((a, b) => b.score - a.score));
    }

    prefixes(key, isIn) {
      if (key.length < minPrefix && !dense.test(key)) return [];
      const found = [];
      for (const [name, hits] of this.names.beginning(key))
        for (const hit of hits) if (hit.kind !== weak && isIn(hit.target)) found.push(candidate(hit, oneSlip * key.length / name.length));
      return ranked(found).slice(0, mostCandidates);
    }

    misspelt(key, isIn) {
      const found = [];
      for (const [name, hits, count] of this.names.fuzzy(key)) {
        const likely = (count === 1 ? oneSlip : twoSlips) * (name[0] === key[0] ? 1 : 0.1);
        for (const hit of hits) if (hit.kind !== weak && isIn(hit.target)) found.push(candidate(hit, likely));
      }
      return ranked(found).slice(0, mostCandidates);
    }

    exactAreas(words, weakest) {
      const hits = [...this.areaNames.exact(words.join('')), ...this.areaNames.exact(shortKey(words.join(' ')))];
      return [...new Set(hits.filter(hit => hit.kind <= weakest).map(hit => hit.target))].filter(area => area.towns.length > 0);
    }

    misspeltAreas(key) {
      if (key.length < 5) return { areas: [], count: 0 };
      const found = [...this.areaNames.fuzzy(key)];
      const count = Math.min(...found.map(([, , least]) => least));
      const areas = found.filter(([, , slipped]) => slipped === count).flatMap(([, hits]) => hits).filter(hit => hit.kind !== weak).map(hit => hit.target);
      return { areas: [...new Set(areas)].filter(area => area.towns.length > 0), count };
    }

    qualifier(words, mayBeTown) {
      const areas = this.exactAreas(words, weak);
      const towns = mayBeTown && words.join('').length > minPrefix ? this.exact(words).map(found => found.town) : [];
      if (areas.length === 0 && towns.length === 0) return null;
      return town => areas.some(area => area.contains(town)) || towns.some(near => near !== town && km(near, town) <= nearKm);
    }
  }

  const candidate = ({ target, kind }, likely) => ({ town: target, score: target.weight * homeFactor * share[kind] * likely });

  const rivals = candidates => candidates.map(one => ({ ...one, score: one.score * oneSlip }));

  function distinct(candidates) {
    const seen = new Set();
    return candidates.filter(({ town }) => !seen.has(town) && seen.add(town));
  }

  const ranked = candidates => distinct([...candidates].sort((a, b) => b.score - a.score || a.town.id - b.town.id));

  const asking = candidates => ({ ask: ranked(candidates).slice(0, mostCandidates).map(one => one.town) });

  function decide(candidates, others) {
    const all = ranked(candidates);
    const [best] = all;
    const second = Math.max(0, ...[...all.slice(1), ...others.filter(one => one.town !== best.town)]
      .filter(one => km(best.town, one.town) > samePlaceKm).map(one => one.score));
    if (best.score < second * clearFactor) return asking([...candidates, ...others]);
    return { town: best.town, others: all.slice(1, mostCandidates + 1).map(one => one.town) };
  }

  // --- Hours: WeekMinutes, OpenHours ------------------------------------------------------------------------------------------

  const [inDay, inWeek, dayMs] = [1440, 10080, 86400000];

  // The date, as days since 1970, and the minute of it on the clocks of a zone.
  function clockOf(zone, now) {
    const parts = {};
    const form = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
    for (const { type, value } of form.formatToParts(now)) parts[type] = Number(value);
    return { day: Date.UTC(parts.year, parts.month - 1, parts.day) / dayMs, minute: parts.hour * 60 + parts.minute };
  }

  // Monday is 0; 1 January 1970 was a Thursday.
  const weekday = day => (day + 3) % 7;

  function isWithin(spans, minute) {
    for (let i = 0; i < spans.length; i += 2) if (minute < spans[i + 1]) return minute >= spans[i];
    return false;
  }

  const minutesOn = (help, day) => help.special.get(day) ?? help.hours;

  // { open: true, false, null for not known; until: { day, minute } or null }. A change of clocks within the week is not thought of.
  function openState(help, { day, minute }) {
    const at = (d, m) => {
      const spans = minutesOn(help, d);
      return spans === null ? null : isWithin(spans, weekday(d) * inDay + m);
    };
    const open = at(day, minute);
    if (open === null) return { open, until: null };
    for (let d = day; d <= day + 7; d++) {
      const spans = minutesOn(help, d) ?? [];
      const edges = spans.map(edge => edge - weekday(d) * inDay).filter(edge => edge >= 0 && edge < inDay);
      const from = d === day ? minute : 0;
      for (const edge of [from, ...edges.filter(edge => edge > from)].sort((a, b) => a - b)) {
        if (d === day + 7 && edge >= minute) return { open, until: null };
        const then = at(d, edge);
        if (then !== open) return { open, until: open || then === true ? { day: d, minute: edge } : null };
      }
    }
    return { open, until: null };
  }

  // Tens of minutes until a door opens: 0 while it is open, too late where that is more than so many hours away or nobody knows.
  const tooLate = 1022;

  function waitOf(help, clock, hours) {
    let spans = help.hours ?? [];
    const days = [...help.special.keys()].filter(day => day >= clock.day && day <= clock.day + 6);
    if (help.hours === null && days.length === 0) return tooLate;
    for (const day of days) {
      const [from, to] = [weekday(day) * inDay, (weekday(day) + 1) * inDay];
      const kept = [];
      for (let i = 0; i < spans.length; i += 2) {
        if (spans[i] < from) kept.push(spans[i], Math.min(spans[i + 1], from));
        if (spans[i + 1] > to) kept.push(Math.max(spans[i], to), spans[i + 1]);
      }
      spans = [...kept, ...help.special.get(day)];
    }
    const minute = weekday(clock.day) * inDay + clock.minute;
    let least = tooLate;
    for (let i = 0; i < spans.length; i += 2) {
      const wait = spans[i] <= minute && minute < spans[i + 1] ? 0 : Math.floor(((spans[i] - minute + inWeek) % inWeek + 9) / 10);
      if (wait <= hours * 6) least = Math.min(least, wait);
    }
    return least;
  }

  // --- The search: ListingSearchStatement ----------------------------------------------------------------------------------------

  const bit = number => 1n << BigInt(number);
  const [fullBit, ledBit, trainedBit] = [bit(18), bit(37), bit(39)];
  const lateDays = 30;
  const shortestBeginning = 3;
  const mostOfText = 32;
  // 1 January 2200.
  const farDay = 84006;
  const openBits = { evening: 1, night: 2, weekend: 4 };
  const [mobileMetres, mostFurther, pageSize, fewHere] = [2000, 5, 20, 3];

  const mask = written => written ? BigInt(`0x${written}`) : 0n;

  function specialDays(flat) {
    const days = new Map();
    for (let i = 0; flat && i < flat.length; i += 2) days.set(flat[i], flat[i + 1]);
    return days;
  }

  class Search {
    // words, entries and towns: what the three files say.
    constructor(words, entries, towns) {
      this.words = words;
      this.data = entries;
      this.places = new Places(towns);
      this.hiding = words.facets.filter(([, , , hides]) => hides).reduce((all, [id]) => all | bit(id), 0n);
      const labels = new Map(words.matcher.needs.map((id, i) => [id, tokens(words.needs[i][1])]));
      const help = (of, entry) => ({
        entry, yes: mask(of.yes), no: mask(of.no), hours: of.h ?? null, special: specialDays(of.e), bits: of.o ?? 0, zone: entries.zones[of.z], facts: of.f ?? entry.facts, data: of,
      });
      const value = text => Array.isArray(text) ? text[0] : text;
      this.entries = entries.entries.map(of => {
        const named = new Set([...tokens(value(of.n)), ...(of.a ? of.a.split(' ') : [])]);
        const entry = {
          code: of.c, needs: of.d, rank: of.t ?? 0, checked: of.k, due: of.u, hidden: of.h, excludes: mask(of.x), facts: of.f, data: of, named,
          worded: new Set([...named, ...of.d.flatMap(need => labels.get(need) ?? []), ...tokens(value(of.s))]),
          languages: of.l.map(language => entries.languages[language * 2]),
        };
        entry.sites = (of.w ?? []).map((site, order) => {
          const town = this.places.byId.get(site.i);
          const point = 'y' in site ? { north: site.y, east: site.x } : town;
          return { ...help(site, entry), order, town, point, radius: site.r, isMobile: 'r' in site, isArea: 'm' in site };
        });
        entry.remote = of.r ? { ...help(of.r, entry), areas: of.r.a, ways: of.r.v } : null;
        return entry;
      });
    }

    /*
     * criteria: needs (ids), text, town (of places, or null), within (km), access (ids), languages (tags), open (now, evening, night, weekend or null),
     * reach (visit, remote or null), sort (distance, relevance, checked, open), hours (after which opening does not help), shown (how many of those here).
     */
    find(criteria, now) {
      const today = Math.floor(now.getTime() / dayMs);
      const clocks = new Map();
      const clock = zone => {
        if (!clocks.has(zone)) clocks.set(zone, clockOf(zone, now));
        return clocks.get(zone);
      };
      const asked = criteria.access.reduce((all, id) => all | bit(id), 0n);
      const [wanted, unwanted] = [asked & ~this.hiding, asked & this.hiding];
      const looksHere = criteria.reach !== 'remote';
      const looksAfar = criteria.reach !== 'visit';
      const byCheck = criteria.sort === 'checked' || criteria.town === null;
      const byWords = criteria.sort === 'relevance';
      const needs = new Set(criteria.needs);

      const excludesOf = entry => (entry.excludes & ~fullBit) | (entry.data.fu >= today ? fullBit : 0n);
      const datedOf = entry => (entry.data.tu > today ? trainedBit : 0n) | (entry.data.lu > today ? ledBit : 0n);
      const yesOf = help => (help.yes & ~(this.hiding | trainedBit | ledBit)) | datedOf(help.entry) | (this.hiding & ~excludesOf(help.entry));
      const baseOf = entry => (entry.due <= today - lateDays ? 2 ** 40 : 0) + (byCheck ? farDay - entry.checked : 0) * 32;
      const speaks = entry => criteria.languages.length === 0
        || criteria.languages.some(asks => entry.languages.some(tag => tag === asks || tag.startsWith(`${asks}-`)));
      const isOpenNow = (help, isRemote) => {
        const { day, minute } = clock(help.zone);
        const spans = isRemote ? help.hours : minutesOn(help, day);
        return spans !== null && spans !== undefined && isWithin(spans, weekday(day) * inDay + minute);
      };
      const isShown = (help, isRemote) => help.entry.hidden > today && (unwanted === 0n || (excludesOf(help.entry) & unwanted) === 0n) && speaks(help.entry)
        && (!openBits[criteria.open] || (help.bits & openBits[criteria.open]) !== 0) && (criteria.open !== 'now' || isOpenNow(help, isRemote));
      const waits = help => criteria.sort === 'open' ? waitOf(help, clock(help.zone), criteria.hours) : 0;
      const fits = help => (wanted & ~yesOf(help)) === 0n;
      const hasNeed = entry => needs.size === 0 || entry.needs.some(need => needs.has(need));

      // 0: all words in its names, 1: all somewhere, more for each that is missing; null: none of them.
      const typed = [...new Set(tokens(criteria.text))].slice(0, mostOfText);
      const has = (set, at) => {
        const word = typed[at];
        if (set.has(word)) return true;
        if (at < typed.length - 1 || word.length < shortestBeginning) return false;
        for (const longer of set) if (longer.startsWith(word)) return true;
        return false;
      };
      const levels = new Map();
      const level = entry => {
        if (!levels.has(entry)) {
          const missing = typed.filter((_, at) => !has(entry.worded, at)).length;
          levels.set(entry, missing === typed.length ? null : missing > 0 ? 1 + missing : typed.every((_, at) => has(entry.named, at)) ? 0 : 1);
        }
        return levels.get(entry);
      };

      // Here: each site that fits, the nearest or soonest of each service first.
      const { town } = criteria;
      const reaches = site => {
        if (town === null) return 0;
        if (site.isMobile) return metres(site.point, town) <= site.radius * 1000 ? mobileMetres : null;
        const away = metres(site.point, town);
        return away <= criteria.within * 1000 ? away : null;
      };
      const afarAreas = town === null ? [this.places.country, ...this.places.regions, '001'] : [this.places.country, town.region, '001'];
      const rankAfar = help => Math.min(...help.areas.filter(area => afarAreas.includes(area)).map(area => help.entry.rank * 10 + (area === '001' ? 2 : area.includes('.') ? 0 : 1)));
      const isForHere = help => help.areas.some(area => afarAreas.includes(area));

      const near = !looksHere ? [] : this.entries.flatMap(entry => entry.sites).filter(site => site.point && isShown(site, false))
        .map(site => ({ site, away: reaches(site) })).filter(({ away }) => away !== null);
      const afar = !looksAfar ? [] : this.entries.map(entry => entry.remote).filter(help => help && isForHere(help) && isShown(help, true) && fits(help));
      const [hits, heard, someWords] = this.worded(near, afar, { typed, needs, hasNeed, level });

      const services = new Map();
      for (const { site, away, words } of hits) {
        const { entry } = site;
        if (!fits(site)) continue;
        const known = services.get(entry) ?? { entry, sites: 0, nearest: null, words };
        const own = { wait: waits(site), decimetres: rounded(away * 10), order: site.order, site };
        if (known.nearest === null || own.wait - known.nearest.wait < 0 || (own.wait === known.nearest.wait
          && (own.decimetres < known.nearest.decimetres || (own.decimetres === known.nearest.decimetres && own.order < known.nearest.order)))) known.nearest = own;
        known.sites++;
        services.set(entry, known);
      }
      const order = (entry, words, wait, distance, rank) => (byWords ? words : 0) * 2 ** 32 + baseOf(entry) + rank + wait * 2 ** 21 + distance;
      const byPlace = (a, b) => a.place - b.place || (a.entry.code < b.entry.code ? -1 : 1);
      const here = [...services.values()].map(({ entry, sites, nearest, words }) => ({
        entry, help: nearest.site, km: town === null || nearest.site.isMobile ? null : nearest.decimetres / 10000, others: sites - 1,
        place: order(entry, words, nearest.wait, byCheck ? 0 : rounded(nearest.decimetres / 10000) * 32, entry.rank),
      })).sort(byPlace);
      const remote = heard.map(({ help, words }) => ({ entry: help.entry, help, km: null, others: 0, place: order(help.entry, words, waits(help), 0, rankAfar(help)) })).sort(byPlace);

      const lines = criteria.needs.map(need => ({
        need, here: here.filter(hit => hit.entry.needs.includes(need)).length, remote: remote.filter(hit => hit.entry.needs.includes(need)).length, nearest: null,
      }));
      const further = looksHere && town !== null
        ? this.further({ lines, here, typed, needs, town, within: criteria.within, level, someWords, suits: site => isShown(site, false) && fits(site) })
        : [];
      return { here: here.slice(0, criteria.shown ?? pageSize), total: here.length, remote, further, lines, someWords };
    }

    // Which of those near and afar the typed words let through, each with how well they fit.
    worded(near, afar, { typed, needs, hasNeed, level }) {
      const site = ({ site: { entry } }) => entry;
      const help = ({ entry }) => entry;
      if (typed.length === 0) {
        return [near.filter(hit => hasNeed(site(hit))).map(hit => ({ ...hit, words: 0 })), afar.filter(one => hasNeed(help(one))).map(one => ({ help: one, words: 0 })), false];
      }
      if (needs.size > 0) {
        // Words beside a need only lift, and find who is called so.
        const lifted = entry => level(entry) === 0 || level(entry) === 1 ? level(entry) : 2;
        const isMeant = entry => hasNeed(entry) || level(entry) === 0;
        return [
          near.filter(hit => isMeant(site(hit))).map(hit => ({ ...hit, words: lifted(site(hit)) })),
          afar.filter(one => isMeant(help(one))).map(one => ({ help: one, words: lifted(help(one)) })), false,
        ];
      }
      const hasAll = entry => level(entry) !== null && level(entry) <= 1;
      const isAll = near.some(hit => hasAll(site(hit))) || afar.some(one => hasAll(help(one)));
      const lets = entry => isAll ? hasAll(entry) : level(entry) !== null;
      return [
        near.filter(hit => lets(site(hit))).map(hit => ({ ...hit, words: level(site(hit)) })),
        afar.filter(one => lets(help(one))).map(one => ({ help: one, words: level(help(one)) })), !isAll,
      ];
    }

    // The nearest beyond the radius, for each need of which there is little here: every need gets its nearest before any gets its second.
    further({ lines, here, typed, needs, town, within, level, someWords, suits }) {
      const known = new Set(here.map(hit => hit.entry));
      const asked = lines.length > 0 ? lines : [{ need: null, here: here.length }];
      const best = new Map();
      for (const line of asked) {
        if (line.here >= fewHere && !(typed.length > 0 && needs.size === 0 && someWords)) continue;
        const found = new Map();
        for (const entry of this.entries) {
          if (line.need !== null && !entry.needs.includes(line.need)) continue;
          if (typed.length > 0 && needs.size === 0 && !(level(entry) !== null && level(entry) <= 1)) continue;
          for (const site of entry.sites) {
            if (site.isMobile || !site.point) continue;
            const away = metres(site.point, town);
            if (away <= within * 1000 || !suits(site)) continue;
            const one = found.get(entry) ?? { entry, help: site, decimetres: Infinity, sites: 0 };
            const decimetres = Math.trunc(rounded(away * 10));
            if (decimetres < one.decimetres) Object.assign(one, { help: site, decimetres });
            one.sites++;
            found.set(entry, one);
          }
        }
        const ordered = [...found.values()].filter(one => !known.has(one.entry)).sort((a, b) => a.decimetres - b.decimetres || (a.entry.code < b.entry.code ? -1 : 1));
        if (ordered.length > 0) line.nearest = ordered[0].decimetres / 10000;
        ordered.forEach((one, nth) => {
          const kept = best.get(one.entry);
          if (!kept || nth < kept.nth) best.set(one.entry, { ...one, nth });
        });
      }
      return [...best.values()].sort((a, b) => a.nth - b.nth || a.decimetres - b.decimetres || (a.entry.code < b.entry.code ? -1 : 1)).slice(0, mostFurther)
        .map(({ entry, help, decimetres, sites }) => ({ entry, help, km: decimetres / 10000, others: sites - 1 }))
        .sort((a, b) => a.km - b.km || (a.entry.code < b.entry.code ? -1 : 1));
    }

    // What is known of an entry today, beside its facts.
    marks(entry, now) {
      const today = Math.floor(now.getTime() / dayMs);
      return {
        isFull: entry.data.fu >= today, isLed: entry.data.lu > today, isTrained: entry.data.tu > today,
        due: entry.due <= today - lateDays ? 'late' : entry.due <= today ? 'due' : null,
      };
    }
  }

  return { fold, keyOf, Places, Search, clockOf, openState, weekday };
})();
