using Npgsql;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// Says which place a person means by what they typed. Reads memory only: no text reaches a database or a log.
/// Safe to use from any number of threads.
/// </summary>
/// <remarks>
/// Readings are tried from the surest to the boldest, and the first that leads anywhere answers: the whole text as a name;
/// a name and where it is ("paris tx", "Paris, France"); the same without words such as "near"; the beginning of a name;
/// a misspelt name; last, any part of the text that is a name, about which it only asks.
/// </remarks>
public sealed class PlaceLookup(Gazetteer gazetteer)
{
    /// <summary>The most places that a person is asked to choose from.</summary>
    public const int MaxCandidates = 10;

    /// <summary>The most towns offered for a country or region.</summary>
    public const int MaxTowns = 12;

    /// <summary>People, from which an everyday word may mean the town that is called so.</summary>
    private const int LargeTown = 50_000;

    /// <summary>How much likelier a place of the directory's own country is meant than one of equal fame elsewhere.</summary>
    private const float HomeFactor = 50;

    /// <summary>How much likelier the first must be than the second to be taken without asking.</summary>
    private const float ClearFactor = 3;

    /// <summary>Below this a foreign place with exactly the typed name may be a slip for a better-known one.</summary>
    private const float KnownWeight = 2_000_000;

    /// <summary>How likely a beginning or a text with one wrong letter is meant, beside a name typed whole.</summary>
    private const float OneSlip = 0.05f;

    /// <summary>The same for two wrong letters.</summary>
    private const float TwoSlips = 0.0015f;

    /// <summary>Two slips of which one is in the first letter are less likely than this: hardly the same word any more.</summary>
    private const float HardlyTheSame = TwoSlips / 3;

    /// <summary>Places this near one another with one name are one place to a person.</summary>
    private const double SamePlaceKm = 20;

    /// <summary>"Camden, London": how far from the second the first may lie.</summary>
    private const double NearKm = 50;

    /// <summary>People from whom on a town of the directory's own country is offered beside a famous one of the same name abroad.</summary>
    private const int HomeTownPopulation = 10_000;

    /// <summary>Shorter texts begin too many names.</summary>
    private const int MinPrefix = 3;

    /// <summary>What the beginning of a name counts that is not the one that is shown, while somebody types.</summary>
    private const float HardlyMeant = 1f / 50;

    private static readonly PlaceAnswer Nothing = new PlaceAnswer.None();
    private static readonly PlaceAnswer Refused = new PlaceAnswer.TooLong();

    /// <summary>Finds the place that a text means.</summary>
    /// <param name="text">What was typed, in any script; at most <see cref="PlaceText.MaxLength"/> UTF-16 units.</param>
    /// <param name="homeCountry">The directory's own country, ISO 3166-1 alpha-2 upper case; empty for none.</param>
    public PlaceAnswer Find(string text, string homeCountry)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(homeCountry);
        if (text.Length > PlaceText.MaxLength)
            return Refused;
        if (PlaceQuery.Parse(text) is not { } query)
            return Nothing;
        return new Search(gazetteer, homeCountry).Find(query) ?? Nothing;
    }

    /// <summary>Places that are called as one is, the likeliest first, and that one among them: as <see cref="Find"/>, but nobody has misspelt anything.</summary>
    /// <param name="place">One of the gazetteer's.</param>
    /// <param name="homeCountry">The directory's own country; empty for none.</param>
    public IReadOnlyList<Place> CalledAs(Place place, string homeCountry)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(homeCountry);
        return PlaceQuery.Parse(place.Name) is { } query
            ? new Search(gazetteer, homeCountry, isSpeltRight: true).Find(query) switch
            {
                PlaceAnswer.Found found => [found.Place, .. found.Others],
                PlaceAnswer.Ask ask => ask.Candidates,
                _ => [],
            }
            : [];
    }

    /// <summary>
    /// Places whose name begins as somebody has begun to type, the likeliest first. Cheap, as it is asked for while typing: nothing
    /// that is misspelt, and no town in a region.
    /// </summary>
    /// <param name="text">What was typed so far, in any script.</param>
    /// <param name="homeCountry">The directory's own country; empty for none.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<Place> Suggest(string text, string homeCountry, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(homeCountry);
        if (text.Length > PlaceText.MaxLength || PlaceQuery.Parse(text) is not { Parts.Length: 1 } query)
            return [];
        return [.. new Search(gazetteer, homeCountry).Beginning(query).Take(most)];
    }

    /// <summary>
    /// Finds the place of the home country that ends a text about something else, the longest first: "std clinic leeds".
    /// Only whole names count, none that is misspelt or begun: nobody said that this was a place.
    /// </summary>
    /// <param name="text">What was typed, in any script; at most <see cref="PlaceText.MaxLength"/> UTF-16 units, or there is none.</param>
    /// <param name="homeCountry">The directory's own country; empty for none.</param>
    /// <param name="mayBeEveryday">
    /// Everyday words count too, where they name a large town: for callers who know that the word says nothing else.
    /// </param>
    /// <returns>Null when the text does not end so.</returns>
    public PlaceInTail? FindTail(string text, string homeCountry, bool mayBeEveryday = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(homeCountry);
        if (text.Length > PlaceText.MaxLength || homeCountry.Length == 0)
            return null;
        var search = new Search(gazetteer, homeCountry);
        return PlaceTail.Of(text).Select(tail => search.Tail(tail, mayBeEveryday)).FirstOrDefault(found => found is not null);
    }

    /// <summary>As <see cref="Find"/>, with postal codes first, if any were imported: the only texts that a database is asked about.</summary>
    /// <param name="reader">Pool of the public login.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="homeCountry">The directory's own country.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<PlaceAnswer> FindAsync(NpgsqlDataSource reader, string text, string homeCountry, CancellationToken cancellation = default) =>
        await PostalCodes.FindAsync(reader, gazetteer, this, text, homeCountry, cancellation) ?? Find(text, homeCountry);

    /// <summary>A place that might be meant, and how likely.</summary>
    private readonly record struct Candidate(Place Place, PlaceMatch Match, float Score);

    /// <summary>One look-up.</summary>
    private sealed class Search(Gazetteer gazetteer, string home, bool isSpeltRight = false)
    {
        public PlaceAnswer? Find(PlaceQuery query)
        {
            var readings = Readings(query);
            foreach (var reading in readings)
            {
                if (ExactAnswer(reading) is { } exact)
                    return exact;
            }

            foreach (var reading in isSpeltRight ? [] : readings)
            {
                if (SimilarAnswer(reading) is { } similar)
                    return similar;
            }

            return isSpeltRight ? null : PartialAnswer(query);
        }

        /// <summary>A name that is shown is likelier to be meant, as one sees what one has typed: "san" is San Francisco before "Sang-hai" is Shanghai.</summary>
        public IEnumerable<Place> Beginning(PlaceQuery query) =>
            Prefixes(query.Key, _ => true, HardlyMeant).OrderByDescending(candidate => candidate.Score).Select(candidate => candidate.Place).Distinct();

        public PlaceInTail? Tail(PlaceTail tail, bool mayBeEveryday)
        {
            var words = tail.Words;
            for (var cut = words.Length; cut > 0; cut--)
            {
                var name = words[..cut];
                if (!tail.MayBeNamed(name, EverydayWords.Default, home, mayBeEveryday) || !IsNameAtHome(name))
                    continue;
                var isIn = cut == words.Length ? _ => true : Qualifier(words[cut..], mayBeTown: true);
                var places = isIn is null ? [] : Exact(name).Where(candidate => isIn(candidate.Place)).Select(candidate => candidate.Place).ToList();
                if (places.Find(place => place.Country.Code == home) is { } best && (!mayBeEveryday || best.Population >= LargeTown))
                    return new PlaceInTail(best, [.. places.Where(place => place != best).Take(MaxCandidates)], tail.Before);
            }

            return null;
        }

        /// <summary>True when a place at home has this name and is not only a code such as "CGN".</summary>
        private bool IsNameAtHome(string[] words) => new[] { string.Concat(words), PlaceText.ShortKey(string.Join(' ', words)) }
            .SelectMany(gazetteer.Names.Exact)
            .Any(hit => hit.Kind != NameKind.Weak && gazetteer.Places[hit.Target].Country.Code == home);

        private static List<PlaceQuery> Readings(PlaceQuery query)
        {
            List<PlaceQuery> readings = [query];
            if (query.WithoutFillers() is { } bare)
                readings.Add(bare);
            if (query.WithoutNumbers() is { } worded)
                readings.Add(worded);
            if (readings[^1].WithoutDirections() is { } undirected)
                readings.Add(undirected);
            return readings;
        }

        private PlaceAnswer? ExactAnswer(PlaceQuery query)
        {
            // A comma says that what follows is where it is.
            if (query.Parts.Length > 1 && Qualified(query) is { } qualified)
                return qualified;
            return Whole(query) ?? Split(query) ?? SplitDense(query);
        }

        /// <summary>The whole text as the name of a place or an area.</summary>
        private PlaceAnswer? Whole(PlaceQuery query)
        {
            var places = Exact(query.Words);
            var areas = ExactAreas(query.Words, NameKind.Other);
            // "Lagos" in Portugal: the famous one is likelier, and yet somebody may live in the one at home.
            if (places.Count > 0 && places[0].Place.Country.Code != home && areas.All(area => area.Level > 0)
                && places.Any(candidate => IsTownAtHome(candidate.Place, query.Key)))
                return Asking(places);
            if (areas.Count > 0)
                return PlaceOrArea(places, areas, likely: 1);
            if (places.Count == 0)
                return null;
            var best = places[0];
            if (best.Place.Country.Code == home)
                return Decide(places, []);
            // "East London" is a city in South Africa, and half of London.
            var rivals = query.WithoutDirections() is { } undirected ? AsRivals(Exact(undirected.Words)) : [];
            if (!isSpeltRight && (best.Place.Weight < KnownWeight || best.Score < best.Place.Weight / 2))
                rivals.AddRange(Similar(query));
            return Decide(places, rivals);
        }

        private PlaceAnswer PlaceOrArea(List<Candidate> places, List<NamedArea> areas, float likely)
        {
            var kept = new List<NamedArea>();
            var towns = new List<Candidate>();
            foreach (var area in areas)
            {
                var own = places.Where(candidate => area.Contains(candidate.Place)).OrderByDescending(candidate => candidate.Place.Population).FirstOrDefault();
                // Luxembourg and New York are best served by their town; Mexico, whose capital is also called so, is not.
                if (own.Place is { } town && (area.Level == 0 ? IsNamed(town, area.Name) : own.Score > 0) && town.Population >= area.Places[0].Population)
                    continue;
                kept.Add(area);
                if (own.Place is not null && area.Level > 0 && own.Place.Population * 4L >= area.Places[0].Population)
                    towns.Add(own);
            }

            if (kept.Count == 0)
                return Decide(places, []);
            // A country typed whole is beyond doubt; one that is a slip or two away has to be likelier than a town.
            var bestArea = kept.Max(area => area.Level == 0 && likely < 1 ? area.Weight * Home(area.Country) : AreaScore(area)) * likely;
            var bestPlace = places.Count == 0 ? 0 : places.Max(candidate => candidate.Score);
            if (bestPlace > bestArea * ClearFactor)
                return Decide(places, []);
            if (towns.Count > 0 || bestPlace * ClearFactor > bestArea && !float.IsPositiveInfinity(bestArea))
            {
                var asked = places.OrderByDescending(candidate => candidate.Score).Take(MaxCandidates / 2).Select(candidate => candidate.Place);
                var inAreas = kept.OrderByDescending(AreaScore).SelectMany(area => area.Places.Take(MaxCandidates / 2));
                return new PlaceAnswer.Ask([.. asked.Concat(inAreas).Distinct().Take(MaxCandidates)]);
            }

            return AreaAnswer(kept, places);
        }

        private PlaceAnswer.Area AreaAnswer(IEnumerable<NamedArea> areas, IEnumerable<Candidate> others) => new(
            [.. areas.Where(area => area.Places.Length > 0).OrderByDescending(AreaScore).Take(4).Select(area => new PlaceArea(area.Name, area.Country, [.. area.Places.Take(MaxTowns)]))],
            [.. others.OrderByDescending(candidate => candidate.Score).Select(candidate => candidate.Place).Distinct().Take(MaxCandidates)]);

        private float AreaScore(NamedArea area) => area.Level switch
        {
            0 => float.PositiveInfinity,
            1 => area.Weight * Home(area.Country),
            _ => area.Weight * Home(area.Country) * 0.2f,
        };

        private bool IsTownAtHome(Place place, string key) =>
            place.Country.Code == home && place.Population >= HomeTownPopulation && PlaceText.Key(place.Name) == key;

        private static bool IsNamed(Place place, string name) => PlaceText.Key(place.Name) == PlaceText.Key(name);

        /// <summary>"Paris, Texas": the first part is the name (or more, as some names hold a comma), the others say where.</summary>
        private PlaceAnswer? Qualified(PlaceQuery query)
        {
            for (var parts = query.Parts.Length - 1; parts > 0; parts--)
            {
                if (Narrowed(Exact([.. query.Parts[..parts].SelectMany(part => part)]), query.Parts[parts..]) is { } places)
                    return Decide(places, []);
            }

            return null;
        }

        /// <summary>The places that lie where the qualifiers say; one that nothing is called is passed over if another is understood.</summary>
        private List<Candidate>? Narrowed(List<Candidate> places, string[][] qualifiers)
        {
            var understood = false;
            foreach (var qualifier in qualifiers)
            {
                if (places.Count == 0)
                    return null;
                if (Qualifier(qualifier, mayBeTown: true) is not { } isIn)
                    continue;
                places = [.. places.Where(candidate => isIn(candidate.Place))];
                understood = true;
            }

            return understood && places.Count > 0 ? places : null;
        }

        /// <summary>"paris tx", "st petersburg florida", "france paris": the same without a comma, the longest name first.</summary>
        private PlaceAnswer? Split(PlaceQuery query)
        {
            var words = query.Words;
            for (var cut = words.Length - 1; cut > 0; cut--)
            {
                if (ExactIn(words[..cut], words[cut..], mayBeTown: true) is { } answer)
                    return answer;
            }

            for (var cut = 1; cut < words.Length; cut++)
            {
                if (ExactIn(words[cut..], words[..cut], mayBeTown: false) is { } answer)
                    return answer;
            }

            return null;
        }

        /// <summary>"東京都", "法国巴黎": scripts without spaces are cut between any two letters, and ending words are dropped.</summary>
        private PlaceAnswer? SplitDense(PlaceQuery query)
        {
            const int longest = 16;
            var key = query.Key;
            if (!PlaceText.IsDense(key) || key.Length is < 2 or > longest)
                return null;
            for (var cut = key.Length - 1; cut > 0; cut--)
            {
                if ((ExactIn([key[cut..]], [key[..cut]], mayBeTown: false) ?? ExactIn([key[..cut]], [key[cut..]], mayBeTown: false)) is { } answer)
                    return answer;
            }

            foreach (var ending in new[] { "特别市", "特別市", "특별시", "광역시", "市", "都", "府", "県", "县", "縣", "區", "区", "省", "町", "村", "州", "시", "군", "구" })
            {
                if (key.Length > ending.Length && key.EndsWith(ending, StringComparison.Ordinal) && Exact([key[..^ending.Length]]) is { Count: > 0 } places)
                    return Decide(places, []);
            }

            return null;
        }

        private PlaceAnswer? ExactIn(string[] name, string[] where, bool mayBeTown)
        {
            var places = Exact(name);
            if (places.Count == 0 || Qualifier(where, mayBeTown) is not { } isIn)
                return null;
            places.RemoveAll(candidate => !isIn(candidate.Place));
            return places.Count == 0 ? null : Decide(places, []);
        }

        /// <summary>The beginning of a name, or a misspelt one, with or without a country or region behind it.</summary>
        private PlaceAnswer? SimilarAnswer(PlaceQuery query)
        {
            var prefixes = Prefixes(query.Key, _ => true);
            if (query.Parts.Length == 1 && prefixes.Count > 0)
                return Decide(prefixes, prefixes.Max(candidate => candidate.Score) < KnownWeight ? Misspelt(query.Key, _ => true) : []);

            for (var cut = query.Words.Length - 1; cut > 0; cut--)
            {
                var name = string.Concat(query.Words[..cut]);
                var places = SimilarIn(name, query.Words[..cut], query.Words[cut..]);
                if (places.Count > 0)
                    return Decide(places, []);
            }

            var misspelt = Misspelt(query.Key, _ => true);
            var areas = MisspeltAreas(query.Key, out var slips);
            if (areas.Count > 0)
                return PlaceOrArea(misspelt, areas, slips == 1 ? OneSlip : TwoSlips);
            if (misspelt.Count > 0)
            {
                // Two slips in several words may as well be a place with words around it that are none.
                var parts = query.Words.Length > 1 && misspelt.Max(candidate => candidate.Score / candidate.Place.Weight) < OneSlip ? Parts(query) : [];
                return IsDoubtful(misspelt) ? Asking([.. misspelt, .. prefixes, .. AsRivals(parts)]) : Decide(misspelt, [.. prefixes, .. AsRivals(parts)]);
            }

            if (prefixes.Count > 0)
                return Decide(prefixes, []);
            var codes = ExactAreas(query.Words, NameKind.Weak);
            return codes.Count > 0 ? AreaAnswer(codes, []) : null;
        }

        /// <summary>
        /// True for two slips that lead to a place hardly anybody means, or hardly to the same word: "Gorbals", a quarter of Glasgow that
        /// the gazetteer lacks, must not quietly become Torbalı in Türkiye.
        /// </summary>
        private bool IsDoubtful(List<Candidate> misspelt)
        {
            var best = misspelt.MaxBy(candidate => candidate.Score);
            var likely = best.Score / (best.Place.Weight * Home(best.Place.Country));
            return likely < HardlyTheSame || (likely <= TwoSlips && best.Place.Country.Code != home && best.Place.Weight < KnownWeight);
        }

        private List<Candidate> SimilarIn(string name, string[] words, string[] where)
        {
            if (Qualifier(where, mayBeTown: false) is { } isIn)
                return name.Length < 4 ? [] : [.. Prefixes(name, isIn), .. Misspelt(name, isIn)];
            var areas = MisspeltAreas(string.Concat(where), out _);
            if (areas.Count == 0)
                return [];
            return [.. Exact(words).Where(candidate => areas.Any(area => area.Contains(candidate.Place)))];
        }

        private List<Candidate> Similar(PlaceQuery query) => [.. Prefixes(query.Key, _ => true), .. Misspelt(query.Key, _ => true)];

        private static List<Candidate> AsRivals(List<Candidate> candidates) =>
            [.. candidates.Select(candidate => candidate with { Score = candidate.Score * OneSlip })];

        /// <summary>
        /// Any part of the text that is the name of a place, the longest first. It only asks: the rest was not understood,
        /// and "Leeds, Narnia" must not quietly become Leeds.
        /// </summary>
        private PlaceAnswer.Ask? PartialAnswer(PlaceQuery query) => Parts(query) is { Count: > 0 } found ? Asking(found) : null;

        private List<Candidate> Parts(PlaceQuery query)
        {
            var words = query.Words;
            for (var length = words.Length - 1; length > 0; length--)
            {
                var found = new List<Candidate>();
                for (var start = words.Length - length; start >= 0; start--)
                {
                    var part = words[start..(start + length)];
                    if (string.Concat(part).Length >= MinPrefix)
                        found.AddRange(Exact(part).Where(candidate => IsKnown(candidate)));
                }

                if (found.Count > 0)
                    return found;
            }

            return [];
        }

        private bool IsKnown(Candidate candidate) =>
            candidate.Score >= candidate.Place.Weight / 2 && (candidate.Place.Country.Code == home || candidate.Place.Weight >= KnownWeight / 10);

        private static PlaceAnswer Decide(List<Candidate> candidates, List<Candidate> rivals)
        {
            var ranked = Ranked(candidates);
            var best = ranked[0];
            var second = ranked.Skip(1)
                .Concat(rivals.Where(rival => rival.Place != best.Place))
                .Where(other => Distance(best.Place, other.Place) > SamePlaceKm)
                .Select(other => other.Score)
                .DefaultIfEmpty()
                .Max();
            if (best.Score < second * ClearFactor)
                return Asking([.. candidates, .. rivals]);
            return new PlaceAnswer.Found(best.Place, [.. ranked.Skip(1).Take(MaxCandidates).Select(other => other.Place)], best.Match);
        }

        private static PlaceAnswer.Ask Asking(List<Candidate> candidates) =>
            new([.. Ranked(candidates).Take(MaxCandidates).Select(candidate => candidate.Place)]);

        private static List<Candidate> Ranked(List<Candidate> candidates) =>
        [
            .. candidates
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Place.GeoNameId)
                .DistinctBy(candidate => candidate.Place),
        ];

        private List<Candidate> Exact(string[] words)
        {
            var key = string.Concat(words);
            var hits = gazetteer.Names.Exact(key);
            var shortKey = PlaceText.ShortKey(string.Join(' ', words));
            if (shortKey != key)
                hits = hits.Concat(gazetteer.Names.Exact(shortKey));
            return [.. hits.Select(hit => Candidate(hit, PlaceMatch.Exact, 1)).OrderByDescending(candidate => candidate.Score).DistinctBy(candidate => candidate.Place)];
        }

        private List<Candidate> Prefixes(string key, Func<Place, bool> isIn, float otherNames = 1)
        {
            if (key.Length < MinPrefix && !PlaceText.IsDense(key))
                return [];
            var (start, end) = gazetteer.Names.Prefix(key);
            var best = new Best(MaxCandidates);
            for (var name = start; name < end; name++)
            {
                // The more of the name is there, the likelier it is meant.
                var share = (float)key.Length / gazetteer.Names.Name(name).Length;
                foreach (var hit in gazetteer.Names.Hits(name))
                {
                    if (hit.Kind != NameKind.Weak && isIn(gazetteer.Places[hit.Target]))
                        best.Add(Candidate(hit, PlaceMatch.Prefix, OneSlip * share * (hit.Kind is NameKind.Main ? 1 : otherNames)));
                }
            }

            return best.Candidates;
        }

        private List<Candidate> Misspelt(string key, Func<Place, bool> isIn)
        {
            var best = new Best(MaxCandidates);
            foreach (var (name, slips) in gazetteer.Names.Fuzzy(key))
            {
                // People seldom get the first letter wrong, and one slip is far likelier than two.
                var likely = (slips == 1 ? OneSlip : TwoSlips) * (gazetteer.Names.Name(name)[0] == key[0] ? 1 : 0.1f);
                foreach (var hit in gazetteer.Names.Hits(name))
                {
                    if (hit.Kind != NameKind.Weak && isIn(gazetteer.Places[hit.Target]))
                        best.Add(Candidate(hit, PlaceMatch.Fuzzy, likely));
                }
            }

            return best.Candidates;
        }

        private List<NamedArea> ExactAreas(string[] words, NameKind weakest) =>
        [
            .. gazetteer.AreaNames.Exact(string.Concat(words))
                .Concat(gazetteer.AreaNames.Exact(PlaceText.ShortKey(string.Join(' ', words))))
                .Where(hit => hit.Kind <= weakest)
                .Select(hit => gazetteer.Areas[hit.Target])
                .Where(area => area.Places.Length > 0)
                .Distinct(),
        ];

        private List<NamedArea> MisspeltAreas(string key, out int slips)
        {
            slips = 0;
            if (key.Length < 5)
                return [];
            var hits = gazetteer.AreaNames.Fuzzy(key).ToList();
            if (hits.Count == 0)
                return [];
            var least = slips = hits.Min(hit => hit.Slips);
            return
            [
                .. hits.Where(hit => hit.Slips == least)
                    .SelectMany(hit => gazetteer.AreaNames.Hits(hit.Name))
                    .Where(hit => hit.Kind != NameKind.Weak)
                    .Select(hit => gazetteer.Areas[hit.Target])
                    .Where(area => (area.Level < 2 || area.Country.Code == home) && area.Places.Length > 0)
                    .Distinct(),
            ];
        }

        /// <summary>What "tx", "France" or "London" behind a name say about where it is; null when nothing is called so.</summary>
        private Func<Place, bool>? Qualifier(string[] words, bool mayBeTown)
        {
            var areas = ExactAreas(words, NameKind.Weak);
            var towns = mayBeTown && string.Concat(words).Length > MinPrefix
                ? Exact(words).Where(candidate => IsKnown(candidate)).Select(candidate => candidate.Place).ToList()
                : [];
            if (areas.Count == 0 && towns.Count == 0)
                return null;
            return place => areas.Any(area => area.Contains(place))
                || towns.Any(town => town != place && Distance(town, place) <= NearKm);
        }

        private Candidate Candidate(NameHit hit, PlaceMatch match, float likely)
        {
            var place = gazetteer.Places[hit.Target];
            var name = hit.Kind switch
            {
                NameKind.Main => 1,
                NameKind.Other => 0.6f,
                _ => 0.02f,
            };
            return new Candidate(place, match, place.Weight * Home(place.Country) * name * likely);
        }

        private float Home(Country country) => country.Code == home ? HomeFactor : 1;

        private static double Distance(Place a, Place b) => PlaceGrid.Kilometres(a.Latitude, a.Longitude, b.Latitude, b.Longitude);
    }

    /// <summary>The few likeliest of many candidates, each place once.</summary>
    private sealed class Best(int count)
    {
        public List<Candidate> Candidates { get; } = new(count + 1);

        public void Add(Candidate candidate)
        {
            if (Candidates.Count == count && candidate.Score <= Candidates[^1].Score)
                return;
            var same = Candidates.FindIndex(other => other.Place == candidate.Place);
            if (same >= 0)
            {
                if (Candidates[same].Score >= candidate.Score)
                    return;
                Candidates.RemoveAt(same);
            }

            var position = Candidates.FindIndex(other => other.Score < candidate.Score);
            Candidates.Insert(position < 0 ? Candidates.Count : position, candidate);
            if (Candidates.Count > count)
                Candidates.RemoveAt(count);
        }
    }
}
