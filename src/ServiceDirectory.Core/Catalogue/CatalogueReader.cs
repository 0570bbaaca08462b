using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Catalogue;

/// <summary>Reads and checks the catalogue's files.</summary>
internal static partial class CatalogueReader
{
    private const int RequiredCriteria = 17;

    private static readonly JsonSerializerOptions Json = new(ContentJson.Options);

    /// <param name="files">File name → text.</param>
    /// <exception cref="CatalogueException">Something in a file is wrong.</exception>
    public static DirectoryCatalogue Read(IReadOnlyDictionary<string, string> files)
    {
        var needs = Parse<NeedsFile>(files, CatalogueFiles.Needs);
        var facets = Parse<FacetsFile>(files, CatalogueFiles.Facets);
        var criteria = Parse<CriteriaSet>(files, CatalogueFiles.Criteria);
        var matching = new MatchingRules { Languages = WithEnglish<MatchingRules.Language>(files, CatalogueFiles.MatchingPrefix) };
        foreach (var (language, rules) in matching.Languages)
            Check($"{CatalogueFiles.MatchingPrefix}{language}.json", rules);
        var synonyms = WithEnglish<CatalogueSynonyms>(files, CatalogueFiles.SynonymsPrefix);
        var (groups, situations) = Build(needs);
        foreach (var (language, its) in synonyms)
            Check($"{CatalogueFiles.SynonymsPrefix}{language}.json", language, its, groups, matching);
        groups = [.. groups.Select(g => g with { Needs = [.. g.Needs.Select(n => WithSynonyms(n, synonyms))] })];
        IReadOnlyList<SearchOnlyWord> searchOnly = [.. synonyms.SelectMany(s => s.Value.SearchOnlyWords.Select(
            w => new SearchOnlyWord(s.Key, w.Key, groups.SelectMany(g => g.Needs).FirstOrDefault(n => n.Slug == w.Value)?.Id)))];
        var facetGroups = Build(facets);
        Check(criteria);
        var words = InLanguages<CatalogueWords>(files, CatalogueFiles.WordsPrefix);
        var catalogue = new DirectoryCatalogue(groups, facetGroups, situations, searchOnly, criteria, matching, words);
        foreach (var (language, translation) in words)
            Check(catalogue, $"{CatalogueFiles.WordsPrefix}{language}.json", translation);
        return catalogue;
    }

    private static Need WithSynonyms(Need need, OrderedDictionary<string, CatalogueSynonyms> synonyms)
    {
        var its = synonyms.Where(s => s.Value.Needs.ContainsKey(need.Slug)).ToDictionary(s => s.Key, s => s.Value.Needs[need.Slug]);
        return need with
        {
            Synonyms = its.ToDictionary(s => s.Key, s => s.Value.Phrases),
            RuledOutBy = its.Where(s => s.Value.RuledOutBy.Count > 0).ToDictionary(s => s.Key, s => s.Value.RuledOutBy),
        };
    }

    private static OrderedDictionary<string, T> WithEnglish<T>(IReadOnlyDictionary<string, string> files, string prefix)
    {
        string english = $"{prefix}en.json";
        return files.ContainsKey(english) ? InLanguages<T>(files, prefix) : throw new CatalogueException(english, "the file", "is missing");
    }

    /// <summary>Language → its file, English first: what two languages say differently is read in the first.</summary>
    private static OrderedDictionary<string, T> InLanguages<T>(IReadOnlyDictionary<string, string> files, string prefix)
    {
        const string Json = ".json";
        var read = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (string name in files.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && n.EndsWith(Json, StringComparison.Ordinal))
            .OrderBy(n => n != $"{prefix}en{Json}").ThenBy(n => n, StringComparer.Ordinal))
        {
            string language = name[prefix.Length..^Json.Length];
            IsLanguage(name, "the file's name", language);
            read.Add(language, Parse<T>(files, name));
        }

        return read;
    }

    private static T Parse<T>(IReadOnlyDictionary<string, string> files, string name)
    {
        if (!files.TryGetValue(name, out string? text))
            throw new CatalogueException(name, "the file", "is missing");
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new CatalogueException(name, "the file", "is empty");
        }
        catch (JsonException e)
        {
            throw new CatalogueException(name, e.Path ?? "the file", $"line {e.LineNumber + 1} cannot be read: {e.Message}", e);
        }
    }

    private static (IReadOnlyList<NeedGroup> Groups, IReadOnlyList<Situation> Situations) Build(NeedsFile file)
    {
        const string Name = CatalogueFiles.Needs;
        var all = file.Groups.SelectMany(g => g.Needs).ToList();
        Unique(Name, file.Groups.Select(g => g.Slug));
        Unique(Name, all.Select(n => n.Slug));
        Unique(Name, file.Situations.Select(s => s.Slug));
        UniqueIds(Name, all.Select(n => (n.Id, n.Slug)));
        UniqueIds(Name, file.Situations.Select(s => (s.Id, s.Slug)));
        var ids = all.ToDictionary(n => n.Slug, n => n.Id, StringComparer.Ordinal);

        int Id(string slug, string entry) =>
            ids.TryGetValue(slug, out int id) ? id : throw new CatalogueException(Name, entry, $"there is no need \"{slug}\"");

        foreach (var entry in all.Where(n => n.Related.Contains(n.Slug)))
            throw new CatalogueException(Name, entry.Slug, "is related to itself");
        foreach (var entry in all)
            NotEmpty(Name, entry.Slug, ("label", entry.Label), ("help", entry.Help));
        if (all.FirstOrDefault(n => n.WithinHours is < 1 or > SearchCriteria.MostHours || (n.WithinHours is not null && !n.Urgent)) is { } limited)
            throw new CatalogueException(Name, limited.Slug, $"withinHours goes from 1 to {SearchCriteria.MostHours}, and only with what is urgent");
        foreach (var entry in file.Situations)
        {
            NotEmpty(Name, entry.Slug, ("label", entry.Label), ("calm", entry.Calm), ("emergency", entry.Emergency));
            foreach (var step in entry.Steps)
                NotEmpty(Name, entry.Slug, ("words for a step", step.Do), ("words for by when", step.By ?? "-"));
        }

        IReadOnlyList<NeedGroup> groups = [.. file.Groups.Select(g => new NeedGroup
        {
            Slug = g.Slug,
            Label = g.Label,
            Help = g.Help,
            Needs = [.. g.Needs.Select(n => new Need
            {
                Id = n.Id,
                Slug = n.Slug,
                Label = n.Label,
                Help = n.Help,
                Note = n.Note,
                Urgent = n.Urgent,
                WithinHours = n.WithinHours,
                Medical = n.Medical,
                Optional = n.Optional,
                Related = [.. n.Related.Select(r => Id(r, n.Slug))],
            })],
        })];
        IReadOnlyList<Situation> situations = [.. file.Situations.Select(s => new Situation
        {
            Id = s.Id,
            Slug = s.Slug,
            Label = s.Label,
            Calm = s.Calm,
            Steps = s.Steps.Count > 0 ? s.Steps : throw new CatalogueException(Name, s.Slug, "says nothing to do"),
            Emergency = s.Emergency,
            EmergencyFirst = s.EmergencyFirst,
            Needs = s.Needs.Count > 0 ? [.. s.Needs.Select(n => Id(n, s.Slug))] : throw new CatalogueException(Name, s.Slug, "names no need"),
        })];
        return (groups, situations);
    }

    private static IReadOnlyList<FacetGroup> Build(FacetsFile file)
    {
        const string Name = CatalogueFiles.Facets;
        var all = file.Groups.SelectMany(g => g.Facets).ToList();
        Unique(Name, file.Groups.Select(g => g.Slug));
        Unique(Name, all.Select(f => f.Slug));
        UniqueIds(Name, all.Select(f => (f.Id, f.Slug)));
        foreach (var facet in all)
        {
            NotEmpty(Name, facet.Slug, ("label", facet.Label));
            if (facet.Id > Facet.LargestId)
                throw new CatalogueException(Name, facet.Slug, $"id {facet.Id} is over {Facet.LargestId}, the last bit of a mask");
            if (facet.Source is not (null or "derived"))
                throw new CatalogueException(Name, facet.Slug, $"source \"{facet.Source}\" is not \"derived\"");
            if (facet.Source == "derived" && (facet.Decides || facet.Values.Count > 0))
                throw new CatalogueException(Name, facet.Slug, "is derived, so nobody can be asked for it or for its values");
            if (facet.Values.Distinct().Count() != facet.Values.Count)
                throw new CatalogueException(Name, facet.Slug, "has a value twice");
            if (facet.Values.Count > 0 && facet.CountsAsYes.Count == 0)
                throw new CatalogueException(Name, facet.Slug, "has values and none that counts as yes");
            if (facet.CountsAsYes.Except(facet.Values).FirstOrDefault() is { } unknown)
                throw new CatalogueException(Name, facet.Slug, $"counts \"{unknown}\" as yes, which is not one of its values");
        }

        return [.. file.Groups.Select(g => new FacetGroup
        {
            Slug = g.Slug,
            Label = g.Label,
            Facets = [.. g.Facets.Select(f => new Facet
            {
                Id = f.Id,
                Slug = f.Slug,
                Label = f.Label,
                Meaning = f.Meaning,
                Use = f.Use,
                Derived = f.Source is not null,
                Decides = f.Decides,
                Values = f.Values,
                CountsAsYes = f.CountsAsYes,
            })],
        })];
    }

    private static void Check(CriteriaSet set)
    {
        const string Name = CatalogueFiles.Criteria;
        if (set.Version < 1)
            throw new CatalogueException(Name, "version", "is not 1 or more");
        Unique(Name, set.Criteria.Select(c => c.Slug));
        UniqueIds(Name, set.Criteria.Select(c => (c.Id, c.Slug)));
        foreach (var criterion in set.Criteria)
        {
            NotEmpty(Name, criterion.Slug, ("statement", criterion.Statement), ("check", criterion.Check), ("ask", criterion.Ask), ("suspendWhen", criterion.SuspendWhen));
            if (criterion.Required != criterion.Profiles.Count > 0)
                throw new CatalogueException(Name, criterion.Slug, "required ones, and no others, name the profiles to which they apply");
            if (criterion.Profiles.Distinct().Count() != criterion.Profiles.Count)
                throw new CatalogueException(Name, criterion.Slug, "names a profile twice");
            if (criterion.RedLine && !criterion.Required)
                throw new CatalogueException(Name, criterion.Slug, "is a red line and not required");
            if (criterion.SuspendsAtOnce && criterion.Concern is null)
                throw new CatalogueException(Name, criterion.Slug, "suspends at once and has no sentence to report it by");
        }

        int required = set.Criteria.Count(c => c.Required);
        if (required != RequiredCriteria)
            throw new CatalogueException(Name, "the file", $"{required} criteria are required instead of {RequiredCriteria}");
        if (!set.Criteria.Select(c => c.Asked).Order().SequenceEqual(Enumerable.Range(1, set.Criteria.Count)))
            throw new CatalogueException(Name, "the file", "asked: each question has a place of its own, from 1");
    }

    /// <summary>Words that are not written as typed words are compared would never be found, so they are refused.</summary>
    private static void Check(string name, MatchingRules.Language rules)
    {
        foreach (var (list, words) in rules.Lists())
        {
            foreach (string word in words)
            {
                if (word.Length == 0 || Tokenizer.Fold(word) != word || word.Contains('\'', StringComparison.Ordinal) != (list == "clitics"))
                    throw new CatalogueException(name, $"{list}, \"{word}\"", "is not lower case without accents and apostrophes");
            }
        }

        foreach (var (set, words) in rules.Sets)
        {
            if (!Slug().IsMatch(set))
                throw new CatalogueException(name, $"sets \"{set}\"", "a name has lower-case letters, digits and single dashes");
            if (words.FirstOrDefault(rules.StopWords.Contains) is { } stop)
                throw new CatalogueException(name, $"sets \"{set}\"", $"\"{stop}\" is a stop word, which no phrase sees");
        }

        foreach (var replaced in rules.Beginnings.Concat(rules.Endings).Concat(rules.Sounds))
            NotEmpty(name, "beginnings, endings and sounds", ("from", replaced.From));
    }

    private static void Check(string name, string language, CatalogueSynonyms synonyms, IReadOnlyList<NeedGroup> groups, MatchingRules matching)
    {
        if (!matching.Languages.ContainsKey(language))
            throw new CatalogueException(name, "the file", $"there is no {CatalogueFiles.MatchingPrefix}{language}.json, which says how its words are compared");
        var slugs = groups.SelectMany(g => g.Needs).Select(n => n.Slug).ToHashSet(StringComparer.Ordinal);
        foreach (var (slug, entry) in synonyms.Needs)
        {
            if (!slugs.Contains(slug))
                throw new CatalogueException(name, slug, "is not in the catalogue");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (string phrase in entry.Phrases.Concat(entry.RuledOutBy))
            {
                NotEmpty(name, slug, ("word in a phrase", phrase));
                if (Tokenizer.Fold(phrase) is var folded && !seen.Add(folded))
                    throw new CatalogueException(name, slug, $"has \"{phrase}\" twice");
                foreach (var set in SetName().Matches(phrase).Select(m => m.Groups[1].Value))
                {
                    if (!matching.Languages.Values.Any(rules => rules.Sets.ContainsKey(set)))
                        throw new CatalogueException(name, slug, $"\"{phrase}\" names the set \"{set}\", which there is not");
                }
            }
        }

        foreach (var (word, slug) in synonyms.SearchOnlyWords)
        {
            NotEmpty(name, "searchOnlyWords", ("word", word));
            if (slug is not null && !slugs.Contains(slug))
                throw new CatalogueException(name, $"searchOnlyWords \"{word}\"", $"there is no need \"{slug}\"");
        }
    }

    private static void Check(DirectoryCatalogue catalogue, string name, CatalogueWords words)
    {
        Known("groups", words.Groups, catalogue.Groups);
        Known("needs", words.Needs, catalogue.Needs);
        Known("facetGroups", words.FacetGroups, catalogue.FacetGroups);
        Known("facets", words.Facets, catalogue.Facets);
        Known("situations", words.Situations, catalogue.Situations);
        foreach (var (slug, sentence) in words.Concerns)
        {
            if (!catalogue.Criteria.Criteria.Any(criterion => criterion.Slug == slug && criterion.Concern is not null))
                throw new CatalogueException(name, $"concerns \"{slug}\"", "is no criterion with a sentence to report it by");
            NotEmpty(name, $"concerns \"{slug}\"", ("words", sentence));
        }

        foreach (var (slug, question) in words.Asks)
        {
            if (!catalogue.Criteria.Criteria.Any(criterion => criterion.Slug == slug))
                throw new CatalogueException(name, $"asks \"{slug}\"", "is no criterion");
            NotEmpty(name, $"asks \"{slug}\"", ("words", question));
        }

        foreach (var (slug, entry) in words.Situations)
        {
            // Step by step the same: a time limit that is missing, or stands at another step, does harm.
            var situation = catalogue.FindSituation(slug)!;
            if (entry.Steps.Count != situation.Steps.Count || entry.Steps.Zip(situation.Steps).Any(step => step.First.By is null != step.Second.By is null))
                throw new CatalogueException(name, $"situations \"{slug}\"", "has not the same steps and time limits as the English one");
            NotEmpty(name, $"situations \"{slug}\"", ("calm", entry.Calm ?? ""), ("emergency", entry.Emergency ?? ""));
            foreach (var step in entry.Steps)
                NotEmpty(name, $"situations \"{slug}\"", ("words for a step", step.Do), ("words for by when", step.By ?? "-"));
        }

        void Known(string part, IReadOnlyDictionary<string, CatalogueWords.Entry> translated, IEnumerable<CatalogueEntry> entries)
        {
            var slugs = entries.Select(e => e.Slug).ToHashSet(StringComparer.Ordinal);
            foreach (var (slug, entry) in translated)
            {
                if (!slugs.Contains(slug))
                    throw new CatalogueException(name, $"{part} \"{slug}\"", "is not in the catalogue");
                NotEmpty(name, $"{part} \"{slug}\"", ("label", entry.Label));
            }
        }
    }

    private static void Unique(string file, IEnumerable<string> slugs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string slug in slugs)
        {
            if (!Slug().IsMatch(slug))
                throw new CatalogueException(file, $"\"{slug}\"", "a slug has lower-case letters, digits and single dashes");
            if (!seen.Add(slug))
                throw new CatalogueException(file, slug, "stands there twice");
        }
    }

    private static void UniqueIds(string file, IEnumerable<(int Id, string Slug)> entries)
    {
        var seen = new Dictionary<int, string>();
        foreach (var (id, slug) in entries)
        {
            if (id < 1)
                throw new CatalogueException(file, slug, $"id {id} is not 1 or more");
            if (!seen.TryAdd(id, slug))
                throw new CatalogueException(file, slug, $"has the id {id} of \"{seen[id]}\"");
        }
    }

    private static void NotEmpty(string file, string entry, params ReadOnlySpan<(string Field, string Value)> fields)
    {
        foreach (var (field, value) in fields)
        {
            if (string.IsNullOrWhiteSpace(value))
                throw new CatalogueException(file, entry, $"has no {field}");
        }
    }

    private static void IsLanguage(string file, string entry, string language)
    {
        if (LanguageTag.Canonical(language) != language)
            throw new CatalogueException(file, entry, string.Create(CultureInfo.InvariantCulture, $"\"{language}\" is not a language tag"));
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();

    [GeneratedRegex("<([^>]*)>?")]
    private static partial Regex SetName();

    private sealed record NeedsFile(IReadOnlyList<SituationEntry> Situations, IReadOnlyList<NeedGroupEntry> Groups);

    private sealed record SituationEntry(
        int Id, string Slug, string Label, string Calm, IReadOnlyList<UrgentStep> Steps, string Emergency, IReadOnlyList<string> Needs, bool EmergencyFirst = false);

    private sealed record NeedGroupEntry(string Slug, string Label, string Help, IReadOnlyList<NeedEntry> Needs);

    private sealed record NeedEntry
    {
        public required int Id { get; init; }

        public required string Slug { get; init; }

        public required string Label { get; init; }

        public required string Help { get; init; }

        public string? Note { get; init; }

        public bool Urgent { get; init; }

        public int? WithinHours { get; init; }

        public bool Medical { get; init; }

        public bool Optional { get; init; }

        public IReadOnlyList<string> Related { get; init; } = [];
    }

    private sealed record FacetsFile(IReadOnlyList<FacetGroupEntry> Groups);

    private sealed record FacetGroupEntry(string Slug, string Label, IReadOnlyList<FacetEntry> Facets);

    private sealed record FacetEntry
    {
        public required int Id { get; init; }

        public required string Slug { get; init; }

        public required string Label { get; init; }

        public required string Meaning { get; init; }

        public required FacetUse Use { get; init; }

        public string? Source { get; init; }

        public bool Decides { get; init; }

        public IReadOnlyList<string> Values { get; init; } = [];

        public IReadOnlyList<string> CountsAsYes { get; init; } = [];
    }
}
