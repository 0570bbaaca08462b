// Reads what people type, as the server does (Tokenizer, NeedMatcher): the same vectors hold both. No page and no request is touched
// here, so that it runs anywhere. docs/private-search.md says how it follows the program part by part.
'use strict';

// eslint-disable-next-line no-unused-vars
const directoryReading = (() => {
  // --- Words: Tokenizer ---------------------------------------------------------------------------------------------

  const longestToken = 64;

  const folds = new Map(Object.entries({
    'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ħ': 'h', 'ŧ': 't', 'ŋ': 'n', 'ς': 'σ',
    'ى': 'ي', 'ة': 'ه', 'ہ': 'ه', 'ە': 'ه', 'ک': 'ك', 'ڪ': 'ك', 'ی': 'ي', 'ٱ': 'ا', 'ـ': '',
  }));

  const accent = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/;
  const digit = /\p{Nd}/u;
  const letter = /\p{L}/u;
  const wordSign = /[\p{L}\p{Nd}\p{Nl}\p{No}\p{Mn}\p{Mc}]/u;
  const spaceless = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/;

  // Broken surrogates and U+FFFE are no letters anywhere.
  const sound = text => text.replace(/[\p{Cs}\ufffe]/gu, '\ufffd');

  // Digits of a script stand in a row of ten that begins at a 0 or a 6 of the code.
  function digitValue(sign) {
    const code = sign.codePointAt(0);
    const low = code & 15;
    return digit.test(String.fromCodePoint(code - low)) ? low : low - 6;
  }

  function fold(text) {
    let folded = '';
    for (const sign of sound(text).normalize('NFKD').toLowerCase().split('')) {
      if (accent.test(sign)) continue;
      if (folds.has(sign)) folded += folds.get(sign);
      else if (sign > '9' && digit.test(sign)) folded += digitValue(sign);
      else folded += sign;
    }
    return folded;
  }

  const isWord = (text, i) => wordSign.test(String.fromCodePoint(text.codePointAt(i)));
  const isSpaceless = sign => spaceless.test(sign);
  const step = (text, i) => text.codePointAt(i) > 0xffff ? 2 : 1;

  function tokens(text) {
    const folded = fold(text);
    const found = [];
    for (let i = 0; i < folded.length;) {
      if (!isWord(folded, i)) {
        i += step(folded, i);
        continue;
      }
      const dense = isSpaceless(folded[i]);
      const start = i;
      while (i < folded.length && isWord(folded, i) && isSpaceless(folded[i]) === dense) i += step(folded, i);
      if (!dense) {
        if (i - start <= longestToken) found.push(folded.slice(start, i));
      } else if (i - start === 1) {
        found.push(folded.slice(start, i));
      } else {
        for (let pair = start; pair + 1 < i; pair++) found.push(folded.slice(pair, pair + 2));
      }
    }
    return found;
  }

  // --- What a word is: NeedMatcherLanguage, NeedMatcherSpelling, NeedMatcherText, NeedMatcherGrammar ---------------------

  const roles = ['stop', 'weak', 'break', 'wanting', 'getting', 'knowing', 'lacking', 'denying'];
  const [content, weak, stop] = [0, 1, 2];
  const [said, lacking, denied] = [0, 1, 2];

  const words = text => text ? text.split(' ') : [];

  function replacements(flat) {
    const found = [];
    for (let i = 0; i < flat.length; i += 3) found.push({ from: flat[i], to: flat[i + 1], least: flat[i + 2] });
    return found;
  }

  class Language {
    constructor(rules) {
      this.beginnings = replacements(rules.beginnings);
      this.endings = replacements(rules.endings);
      this.roles = new Map();
      for (const role of roles) for (const word of words(rules[role])) this.roles.set(word, role);
      this.ofSelf = new Set(words(rules.ofSelf));
      this.real = new Set(words(rules.real).map(word => this.stem(word)));
    }

    roleOf(word) {
      return this.roles.get(word);
    }

    isReal(word) {
      return this.roles.has(word) || this.real.has(this.stem(word));
    }

    bare(word) {
      for (const { from, to, least } of this.beginnings)
        if (word.startsWith(from) && word.length - from.length + to.length >= least) return to + word.slice(from.length);
      return null;
    }

    stem(word) {
      for (const { from, to, least } of this.endings) {
        if (word.endsWith(from) && word.length - from.length + to.length >= least) {
          word = word.slice(0, word.length - from.length) + to;
          break;
        }
      }
      return word.length > 3 && word.at(-1) === word.at(-2) ? word.slice(0, -1) : word;
    }
  }

  function lettersOf(word) {
    let letters = 0;
    for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
    return letters;
  }

  function bits(number) {
    let count = 0;
    for (let rest = number; rest !== 0; rest &= rest - 1) count++;
    return count;
  }

  // Letters wrong, missing, too many or swapped with their neighbour; over "most" when there are more.
  function slips(a, b, most) {
    let beforeLast = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let count = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) count = Math.min(count, beforeLast[j - 2] + 1);
        row.push(count);
        least = Math.min(least, count);
      }
      if (least > most) return least;
      beforeLast = last;
      last = row;
    }
    return last[b.length];
  }

  const apostrophes = '\'’‘ʼ`´';

  function gapOf(sign) {
    if ('.!?;\n؟。'.includes(sign)) return 4;
    return ',:،'.includes(sign) ? 1 : 0;
  }

  class Text {
    constructor(languages) {
      this.clitics = languages.flatMap(rules => words(rules.clitics));
      this.spellings = new Map();
      for (const rules of languages) {
        const flat = rules.spellings ? rules.spellings.split('\n') : [];
        for (let i = 0; i < flat.length; i += 2) if (!this.spellings.has(flat[i])) this.spellings.set(flat[i], flat[i + 1]);
      }
    }

    runs(text) {
      const runs = [];
      let gap = 0;
      const isInner = i => apostrophes.includes(text[i]) && i + 1 < text.length && isWord(text, i - 1) && isWord(text, i + 1);
      for (let i = 0; i < text.length;) {
        if (!isWord(text, i)) {
          if (text[i] === '+' && i > 0 && letter.test(text[i - 1])) runs.push({ start: i, length: 1, word: '+', gap: 0 });
          gap = Math.max(gap, gapOf(text[i]));
          i += step(text, i);
          continue;
        }
        const start = i;
        const dense = isSpaceless(text[i]);
        while (i < text.length && isSpaceless(text[i]) === dense && (isWord(text, i) || isInner(i))) i += step(text, i);
        this.add(runs, text, start, i, dense, gap);
        gap = 0;
      }
      return runs;
    }

    add(runs, text, start, end, dense, gap) {
      if (end - start > longestToken) return;
      const pairs = dense ? end - start - 1 : 0;
      for (let pair = 0; pair < pairs; pair++)
        runs.push({ start: start + pair, length: 2, word: this.folded(text.slice(start + pair, start + pair + 2)), gap: pair === 0 ? gap : 0 });
      if (pairs > 0) return;
      const word = this.folded(text.slice(start, end));
      if (word) runs.push({ start, length: end - start, word, gap });
    }

    folded(word) {
      const plain = this.plain(word);
      return this.spellings.get(plain) ?? plain;
    }

    plain(word) {
      let folded = fold(word);
      if (!/['’‘ʼ`´]/.test(folded)) return folded;
      folded = folded.replace(/[’‘ʼ`´]/g, '\'');
      for (const clitic of this.clitics) {
        if (clitic[0] === '\'' ? folded.endsWith(clitic) : folded.startsWith(clitic))
          return (clitic[0] === '\'' ? folded.slice(0, -clitic.length) : folded.slice(clitic.length)).replaceAll('\'', '');
      }
      return folded.replaceAll('\'', '');
    }
  }

  class Grammar {
    pending = said;

    next(role, gap) {
      if (gap > 0) this.pending = said;
      const now = this.pending;
      switch (role) {
        case 'denying': this.pending = denied; return [stop, said];
        case 'lacking': this.pending = lacking; return [stop, said];
        case 'break': this.pending = said; return [stop, said];
        case 'stop': return [stop, said];
        case 'weak': return [weak, now];
        case 'wanting': return [weak, now];
        case 'getting': if (now !== said) this.pending = lacking; return [weak, now];
        case 'knowing': if (now !== said) this.pending = said; return [weak, now];
        default: this.pending = said; return [content, now];
      }
    }
  }

  // --- Terms: NeedMatcherVocabulary ------------------------------------------------------------------------------------

  const [shortestStem, shortestMisspelt, shortestWithTwoSlips] = [4, 5, 8];
  const [sameSound, oneSlip, twoSlips] = [0.9, 0.8, 0.65];
  const anyDigit = /\p{Nd}/u;

  class Vocabulary {
    constructor(table) {
      this.languages = table.languages.map(rules => new Language(rules));
      this.text = new Text(table.languages);
      this.soundsAlike = table.languages.flatMap(rules => replacements(rules.sounds));
      this.stems = this.languages.map(() => new Map());
      this.exact = new Map();
      this.literal = new Map();
      this.sounds = new Map();
      const put = (map, key, term) => {
        const known = map.get(key);
        if (!known) map.set(key, [term]);
        else if (known.at(-1) !== term) known.push(term);
      };
      table.terms.forEach((written, term) => {
        for (const part of written.split(';')) {
          if (part[0] === '=') {
            put(this.literal, part.slice(1), term);
            continue;
          }
          const language = Number(part[0]);
          for (const word of words(part.slice(1))) {
            put(this.exact, word, term);
            put(this.stems[language], this.languages[language].stem(word), term);
            if (word.length >= shortestMisspelt && !anyDigit.test(word)) put(this.sounds, this.sound(word), term);
          }
        }
      });
      this.alike = new Map();
      for (const [key, terms] of this.sounds) {
        if (!key) continue;
        const place = key.length + key[0];
        if (!this.alike.has(place)) this.alike.set(place, []);
        this.alike.get(place).push([key, lettersOf(key), terms]);
      }
    }

    sound(word) {
      for (const { from, to } of this.soundsAlike) word = word.replaceAll(from, to);
      let single = '';
      for (let i = 0; i < word.length; i++) if (single.at(-1) !== word[i]) single += word[i];
      return single;
    }

    isStem(language, word) {
      return this.stems[language].has(this.languages[language].stem(word));
    }

    languagesOf(word) {
      return this.languages.map((language, at) => {
        if (word.length < shortestStem) return this.exact.has(word) && this.isStem(at, word);
        if (this.isStem(at, word)) return true;
        const bare = language.bare(word);
        return bare !== null && this.isStem(at, bare);
      });
    }

    findLiteral(word, hits) {
      for (const term of this.literal.get(word) ?? []) hits.push({ term, likeness: 1 });
    }

    find(word, hits) {
      if (word.length < shortestStem) {
        for (const term of this.exact.get(word) ?? []) hits.push({ term, likeness: 1 });
        return;
      }
      const before = hits.length;
      const addStem = (at, one) => {
        for (const term of this.stems[at].get(this.languages[at].stem(one)) ?? []) hits.push({ term, likeness: 1 });
      };
      this.languages.forEach((language, at) => {
        addStem(at, word);
        const bare = language.bare(word);
        if (bare !== null) addStem(at, bare);
      });
      if (hits.length > before || word.length < shortestMisspelt || anyDigit.test(word) || this.languages.some(language => language.isReal(word))) return;
      this.findAlike(word, hits);
      for (const language of this.languages) {
        if (hits.length !== before) break;
        const bare = language.bare(word);
        if (bare !== null && bare.length >= shortestMisspelt && !language.isReal(bare)) this.findAlike(bare, hits);
      }
    }

    split(word) {
      for (let at = shortestStem; at <= word.length - shortestStem; at++)
        if (this.exact.has(word.slice(0, at)) && this.exact.has(word.slice(at))) return [word.slice(0, at), word.slice(at)];
      return null;
    }

    findAlike(word, hits) {
      const sound = this.sound(word);
      if (this.sounds.has(sound)) for (const term of this.sounds.get(sound)) hits.push({ term, likeness: sameSound });
      else this.findMisspelt(sound, hits);
    }

    findMisspelt(sound, hits) {
      if (sound.length < shortestMisspelt) return;
      let most = sound.length >= shortestWithTwoSlips ? 2 : 1;
      const before = hits.length;
      const letters = lettersOf(sound);
      const longest = sound.length + most;
      const add = (length, first) => {
        for (const [candidate, has, terms] of this.alike.get(length + first) ?? []) {
          if (bits(letters ^ has) > 2 * most || (first !== sound[0] && candidate[1] !== sound[0])) continue;
          const count = slips(sound, candidate, most);
          if (count > most) continue;
          if (count < most) {
            hits.length = before;
            most = count;
          }
          for (const term of terms) hits.push({ term, likeness: count === 1 ? oneSlip : twoSlips });
        }
      };
      for (let length = Math.max(shortestMisspelt, sound.length - most); length <= longest; length++) {
        add(length, sound[0]);
        if (sound[1] !== sound[0]) add(length, sound[1]);
      }
    }
  }

  // --- Phrases and needs: NeedMatcherPhrases, NeedMatcher ----------------------------------------------------------------

  const [free, together, literal, alone] = [0, 1, 2, 3];
  const weakWeight = 0.6;
  const [mostHinted, helpShare] = [8, 0.5];
  const rarity = needs => Math.log(1 + (80 / needs));

  const mostNeeds = 5;
  const leastScore = 1.1;
  const [longestScrap, mostWords, leastShareOfBest, beside, lackingWorth, turnedWorth] = [3, 64, 0.4, 0.25, 0.8, 0.9];
  const [incompleteWorth, leastComplete, oneWeakWord, sure] = [0.5, 0.65, weakWeight + 0.01, 2.5];
  const [hintWorth, aloneHintWorth, loneHintWorth, sentence, gapCost] = [0.35, 0.6, 0.6, 4, 0.06];
  const [longHidden, longestWithOneSlip] = [6, 8];

  // To two decimals, a half to the even neighbour.
  function rounded(score) {
    const hundredths = score * 100;
    const below = Math.floor(hundredths);
    return (hundredths - below === 0.5 ? below + (below % 2) : Math.round(hundredths)) / 100;
  }

  function readPhrases(flat) {
    const phrases = [];
    for (let i = 0; i < flat.length;) {
      const [need, worth, order, count] = flat.slice(i, i + 4);
      i += 4;
      const terms = flat.slice(i, i + count).map(number => ({ term: number >> 3, weak: (number & 1) !== 0, missing: (number & 2) !== 0, light: (number & 4) !== 0 }));
      i += count;
      phrases.push({ need, worth: worth / 10, order, terms });
    }
    return phrases;
  }

  class Matcher {
    constructor(table) {
      this.needs = table.needs;
      this.urgency = table.urgency;
      this.vocabulary = new Vocabulary(table);
      const count = table.terms.length;
      const phrases = readPhrases(table.phrases);
      this.weigh(phrases, count);
      this.hints = this.hintsOf(phrases, table.helps, count);
      const hidden = table.hidden ? table.hidden.split('\n') : [];
      const parts = hidden.map(word => this.vocabulary.text.runs(word).map(run => this.plain(run.word)));
      this.hidden = new Set(parts.filter(part => part.length === 1).map(part => part[0]));
      this.hiddenPhrases = parts.filter(part => part.length > 1);
      this.hiddenLong = hidden.filter(word => word.length >= longHidden && !word.includes(' '));
    }

    weigh(phrases, count) {
      const inNeeds = Array.from({ length: count }, () => new Set());
      for (const phrase of phrases) if (phrase.worth > 0) for (const { term } of phrase.terms) inNeeds[term].add(phrase.need);
      this.byAnchor = Array.from({ length: count }, () => []);
      for (const phrase of phrases) {
        for (const term of phrase.terms) term.weight = term.light ? weakWeight : rarity(inNeeds[term.term].size || 1);
        phrase.anchor = 0;
        phrase.terms.forEach((term, i) => { if (term.weight > phrase.terms[phrase.anchor].weight) phrase.anchor = i; });
        phrase.weight = phrase.terms.reduce((sum, term) => sum + term.weight, 0);
        phrase.contents = phrase.terms.filter(term => !term.weak).length;
        phrase.slack = phrase.contents > 2 ? 3 : 2;
        phrase.mayBeIncomplete = phrase.worth > 0 && phrase.order === free && phrase.contents > 3 && !phrase.terms.some(term => term.missing);
        this.byAnchor[phrase.terms[phrase.anchor].term].push(phrase);
      }
    }

    hintsOf(phrases, helps, count) {
      const shares = Array.from({ length: count }, () => []);
      for (let i = 0; i < helps.length; i += 2) shares[helps[i]].push([helps[i + 1], helpShare]);
      for (const phrase of phrases) {
        if (phrase.worth === 0 || phrase.order === literal) continue;
        for (const term of phrase.terms) if (!term.weak && !term.missing) shares[term.term].push([phrase.need, phrase.worth]);
      }
      return shares.map(of => {
        const all = of.reduce((sum, [, share]) => sum + share, 0);
        const needs = new Map();
        for (const [need, share] of of) needs.set(need, (needs.get(need) ?? 0) + share);
        return needs.size > mostHinted ? [] : [...needs].map(([need, share]) => [need, share / all * rarity(needs.size)]);
      });
    }

    plain(word) {
      return this.vocabulary.languages[0].stem(word);
    }

    // { needs: ids, the likeliest first; rest: the words that none of them explains }
    read(text, skipped = []) {
      const read = this.words(text);
      const matches = this.matches(read);
      const scores = this.scores(read, matches);
      const needs = this.ranked(scores).filter(need => !skipped.includes(this.needs[need])).slice(0, mostNeeds);
      let rest = this.rest(text, read, matches, needs, content);
      if (rest.length === 0 && needs.length === 0) rest = this.rest(text, read, matches, needs, weak);
      return { needs: needs.map(need => this.needs[need]), rest };
    }

    mayBeShown(text) {
      const typed = this.unjoined(this.vocabulary.text.runs(text)).map(run => run.word);
      return !typed.some((_, at) => this.isHidden(typed, at));
    }

    unjoined(runs) {
      for (let i = 0; i < runs.length; i++) {
        if (runs[i].word.length < 6 || this.vocabulary.languagesOf(runs[i].word).includes(true)) continue;
        const parts = this.vocabulary.split(runs[i].word);
        if (parts === null) continue;
        runs.splice(i, 1, { ...runs[i], word: parts[0] }, { ...runs[i], word: parts[1], gap: 0 });
        i++;
      }
      return runs;
    }

    words(text) {
      const runs = this.unjoined(this.vocabulary.text.runs(text));
      const { languages } = this.vocabulary;
      const votes = languages.map(language => runs.filter(run => language.roleOf(run.word) !== undefined).length);
      const grammar = new Grammar();
      const read = [];
      let [place, step] = [0, 0];
      for (const run of runs) {
        const [kind, polarity] = grammar.next(this.roleOf(run.word, votes), run.gap);
        place += run.gap + (kind === content ? 1 : 0);
        step += run.gap + (kind !== stop ? 1 : 0);
        const hits = [];
        if (read.length < mostWords) {
          this.vocabulary.findLiteral(run.word, hits);
          if (kind !== stop) this.vocabulary.find(run.word, hits);
        }
        read.push({ ...run, kind, polarity, place, step, hits });
      }
      return read;
    }

    roleOf(word, votes) {
      const { languages } = this.vocabulary;
      let best = -1;
      languages.forEach((language, at) => { if (language.roleOf(word) !== undefined && (best < 0 || votes[at] > votes[best])) best = at; });
      if (best < 0) return undefined;
      const means = this.vocabulary.languagesOf(word);
      const isMeant = languages.some((language, at) => at !== best && means[at] && language.roleOf(word) === undefined && votes[at] >= votes[best] - 1);
      return isMeant ? undefined : languages[best].roleOf(word);
    }

    matches(read) {
      const best = new Map();
      const most = Math.min(read.length, mostWords);
      const saidTerms = new Set();
      for (let at = 0; at < most; at++) for (const hit of read[at].hits) saidTerms.add(hit.term);
      for (let at = 0; at < most; at++) {
        for (const hit of read[at].hits) {
          for (const phrase of this.byAnchor[hit.term]) {
            if (!isSaid(phrase, saidTerms)) continue;
            const match = matchOf(phrase, read, at, hit.likeness);
            if (match === null) continue;
            const key = `${phrase.need} ${phrase.worth === 0} ${match.used}`;
            const kept = best.get(key);
            if (!kept || match.score > kept.score || (match.score === kept.score && phrase.weight > kept.phrase.weight)) best.set(key, match);
          }
        }
      }
      const all = [...best.values()];
      const close = all.filter(match => match.close);
      return all.filter(match => match.phrase.worth === 0 || !close.some(longer => isIn(match, longer)));
    }

    scores(read, matches) {
      const scores = new Array(this.needs.length).fill(0);
      const explained = new Array(this.needs.length).fill(0n);
      let any = 0n;
      for (const match of [...matches].sort((a, b) => b.score - a.score)) {
        const { need } = match.phrase;
        if (match.phrase.worth === 0 || (match.used & ~explained[need]) === 0n) continue;
        scores[need] += scores[need] === 0 ? match.score : match.score * beside;
        explained[need] |= match.used;
        if (match.score >= sure) any |= match.used;
      }
      this.addHints(read, any, scores);
      for (const match of matches) if (match.phrase.worth === 0) scores[match.phrase.need] = 0;
      return scores;
    }

    addHints(read, explained, scores) {
      const hints = new Array(scores.length).fill(0);
      const counts = new Array(scores.length).fill(0);
      const lastAt = new Array(scores.length).fill(-1);
      for (let at = 0; at < read.length && at < mostWords; at++) {
        if ((explained & (1n << BigInt(at))) !== 0n || read[at].kind !== content || read[at].polarity === denied) continue;
        for (const hit of read[at].hits) {
          if (hit.likeness < 1) continue;
          for (const [need, weight] of this.hints[hit.term]) {
            if (lastAt[need] === at) continue;
            lastAt[need] = at;
            hints[need] += weight;
            counts[need]++;
          }
        }
      }
      const saysNothing = Math.max(...scores) < leastScore;
      const worth = saysNothing ? aloneHintWorth : hintWorth;
      for (let need = 0; need < scores.length; need++) if (counts[need] > 1 || scores[need] > 0) scores[need] += hints[need] * worth;
      if (!saysNothing || !this.isTold(read)) return;
      for (let need = 0; need < scores.length; need++) scores[need] = Math.max(scores[need], hints[need] * loneHintWorth);
    }

    isTold(read) {
      return read.length >= sentence && read.some(word => this.vocabulary.languages.some(language => language.ofSelf.has(word.word)));
    }

    ranked(scores) {
      const least = Math.max(leastScore, Math.max(...scores) * leastShareOfBest);
      return scores.map((_, need) => need).filter(need => scores[need] >= least)
        .sort((a, b) => rounded(scores[b]) - rounded(scores[a]) || this.urgency[a] - this.urgency[b]);
    }

    rest(text, read, matches, needs, emptiest) {
      let explained = 0n;
      for (const match of matches) if (needs.includes(match.phrase.need)) explained |= match.used;
      const typed = read.map(word => word.word);
      let rest = '';
      let end = -1;
      read.forEach((word, at) => {
        const isExplained = at < mostWords && (explained & (1n << BigInt(at))) !== 0n;
        if (isExplained || word.kind > emptiest || word.start < end || (needs.length > 0 && this.isScrap(typed[at])) || this.isHidden(typed, at)) return;
        if (rest.length > 0 && word.start !== end) rest += ' ';
        rest += text.slice(word.start, word.start + word.length);
        end = word.start + word.length;
      });
      return rest;
    }

    isScrap(word) {
      return /^[a-z]$/.test(word) || (word.length <= longestScrap && this.vocabulary.languages.some(language => language.roleOf(word) === 'stop'));
    }

    isHidden(typed, at) {
      if (this.isHiddenWord(typed[at]) || this.isHiddenWord(typed[at].replace(/s+$/, ''))) return true;
      for (const phrase of this.hiddenPhrases) {
        for (let start = Math.max(0, at - phrase.length + 1); start <= at && start + phrase.length <= typed.length; start++)
          if (phrase.every((word, i) => this.plain(typed[start + i]) === word)) return true;
      }
      return false;
    }

    isHiddenWord(word) {
      return this.isHiddenAsItStands(word) || this.vocabulary.languages.some(language => {
        const bare = language.bare(word);
        return bare !== null && this.isHiddenAsItStands(bare);
      });
    }

    isHiddenAsItStands(word) {
      return this.hidden.has(this.plain(word)) || this.isNearlyHidden(word);
    }

    isNearlyHidden(word) {
      if (word.length < longHidden - 1 || this.vocabulary.languages.some(language => language.isReal(word))) return false;
      const most = word.length > longestWithOneSlip ? 2 : 1;
      return this.hiddenLong.some(hidden => hidden[0] === word[0] && Math.abs(hidden.length - word.length) <= most && slips(hidden, word, most) <= most);
    }
  }

  function isSaid(phrase, saidTerms) {
    let missing = 0;
    for (const { term, weight } of phrase.terms) {
      if (saidTerms.has(term)) continue;
      if (!phrase.mayBeIncomplete) return false;
      missing += weight;
      if (missing > phrase.weight * (1 - leastComplete)) return false;
    }
    return true;
  }

  const isIn = (match, longer) => longer.used !== match.used && (longer.used & match.used) === match.used
    && longer.score > match.score && longer.phrase.weight > match.phrase.weight + oneWeakWord;

  function fits(term, word, likeness) {
    if (term.missing) return word.polarity !== said ? likeness : 0;
    if (term.weak || word.polarity === said) return likeness;
    return word.polarity === lacking ? likeness * lackingWorth : 0;
  }

  function distance(phrase, read, anchor, at) {
    if (phrase.order === literal) return at - anchor;
    return phrase.order === together ? read[at].step - read[anchor].step : read[at].place - read[anchor].place;
  }

  function fitAt(phrase, t, read, anchor, at, used) {
    if ((used & (1n << BigInt(at))) !== 0n
      || ((phrase.order === together || phrase.order === literal) && distance(phrase, read, anchor, at) !== t - phrase.anchor)) return 0;
    let fit = 0;
    for (const hit of read[at].hits) if (hit.term === phrase.terms[t].term) fit = Math.max(fit, fits(phrase.terms[t], read[at], hit.likeness));
    return fit;
  }

  function nearest(phrase, t, read, anchor, used) {
    const reach = phrase.contents + phrase.slack;
    const most = Math.min(read.length, mostWords);
    let [goesBack, goesOn] = [true, true];
    for (let away = 1; goesBack || goesOn; away++) {
      goesBack = goesBack && anchor - away >= 0 && -distance(phrase, read, anchor, anchor - away) <= reach;
      const before = goesBack ? fitAt(phrase, t, read, anchor, anchor - away, used) : 0;
      if (before > 0) return [anchor - away, before];
      goesOn = goesOn && anchor + away < most && distance(phrase, read, anchor, anchor + away) <= reach;
      const after = goesOn ? fitAt(phrase, t, read, anchor, anchor + away, used) : 0;
      if (after > 0) return [anchor + away, after];
    }
    return [-1, 0];
  }

  function saysNothingElse(read, used) {
    return read.every((word, at) => word.kind !== content || (at < mostWords && (used & (1n << BigInt(at))) !== 0n));
  }

  function matchOf(phrase, read, at, likeness) {
    const { terms } = phrase;
    const worth = fits(terms[phrase.anchor], read[at], likeness);
    if (worth === 0) return null;
    let [found, missing, used] = [0, 0, 1n << BigInt(at)];
    let [first, last, turns, before] = [read[at].place, read[at].place, 0, -1];
    for (let t = 0; t < terms.length; t++) {
      const [place, fit] = t === phrase.anchor ? [at, worth] : nearest(phrase, t, read, at, used);
      if (place < 0) {
        if (!phrase.mayBeIncomplete) return null;
        missing += terms[t].weight;
        continue;
      }
      found += terms[t].weight * fit;
      used |= 1n << BigInt(place);
      if (!terms[t].weak) [first, last] = [Math.min(first, read[place].place), Math.max(last, read[place].place)];
      if (place < before) turns++;
      before = place;
    }
    if (missing > 0) {
      if (found / phrase.weight < leastComplete) return null;
      found *= incompleteWorth;
    }
    const gap = phrase.order === together || phrase.order === literal ? 0 : Math.max(0, last - first + 1 - phrase.contents);
    if (gap > phrase.slack || (phrase.order === alone && !saysNothingElse(read, used))) return null;
    const score = found * phrase.worth * (1 - (gapCost * gap)) * (turns > 0 ? turnedWorth : 1);
    return { phrase, score, used, close: gap === 0 && turns === 0 };
  }

  return { tokens, slips, sound, digitValue, Matcher };
})();
