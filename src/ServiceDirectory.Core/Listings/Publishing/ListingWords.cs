using System.Globalization;
using System.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>The words by which text search finds an entry.</summary>
internal static class ListingWords
{
    // What PostgreSQL keeps: positions up to 16,383, at most 255 of them per word.
    private const int LastPosition = 16_383;
    private const int MostPositions = 255;

    /// <summary>The languages in which an entry gets a card of its own: those of its name, summary and description.</summary>
    public static IEnumerable<string> Languages(ListingContent content) =>
        new[] { content.Name, content.Summary, content.Description }
            .OfType<Text>().SelectMany(t => t.In.Keys).Append(content.Name.Original).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Text of a <c>tsvector</c>: A the name and other names, B needs, C summary, D description.</summary>
    /// <remarks>The words are the program's own, made by <see cref="Tokenizer"/>; no text configuration of PostgreSQL is used.</remarks>
    public static string Vector(ListingContent content, DirectoryCatalogue catalogue, string language)
    {
        var words = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        int position = 0;
        Add('A', content.Name);
        foreach (var name in content.OtherNames)
            Add('A', name);
        foreach (int need in content.Needs)
        {
            if (catalogue.FindNeed(need) is { } entry)
                AddWords('B', catalogue.Label(entry, language));
        }

        if (content.Summary is { } summary)
            Add('C', summary);
        if (content.Description is { } description)
            Add('D', description);

        var vector = new StringBuilder();
        foreach (var (word, places) in words)
            vector.Append(CultureInfo.InvariantCulture, $"'{word}':{string.Join(',', places)} ");
        return vector.ToString().TrimEnd();

        void Add(char weight, Text text) => AddWords(weight, text.For(language).Value);

        void AddWords(char weight, string text)
        {
            // Words hold letters, digits and marks only, so that nothing in them needs an escape.
            foreach (string word in Tokenizer.Tokens(text))
            {
                position = Math.Min(position + 1, LastPosition);
                var places = words.TryGetValue(word, out var known) ? known : words[word] = [];
                if (places.Count < MostPositions)
                    places.Add(string.Create(CultureInfo.InvariantCulture, $"{position}{weight}"));
            }
        }
    }
}
