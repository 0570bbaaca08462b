using NpgsqlTypes;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// The words of a typed text as values that the database compares with its vectors of words. They are built, never parsed, so
/// that no character of a text has a meaning there.
/// </summary>
/// <param name="All">All the words, anywhere.</param>
/// <param name="AllInName">All the words, in names.</param>
/// <param name="AllWhole">All the words, the last one not as the beginning of another.</param>
/// <param name="Any">One of the words at least.</param>
/// <param name="Each">The words one by one.</param>
internal sealed record SearchWords(NpgsqlTsQuery All, NpgsqlTsQuery AllInName, NpgsqlTsQuery AllWhole, NpgsqlTsQuery Any, NpgsqlTsQuery[] Each)
{
    /// <summary>More different words than people type: what comes after them is not read.</summary>
    public const int Most = 32;

    /// <summary>From so many letters on, the last word finds longer ones that begin with it.</summary>
    public const int ShortestBeginning = 3;

    /// <summary>Null when a text has no word.</summary>
    /// <param name="text">Any characters at all.</param>
    public static SearchWords? In(string text)
    {
        string[] words = [.. Tokenizer.Tokens(text).Distinct().Take(Most)];
        if (words.Length == 0)
            return null;
        NpgsqlTsQuery[] each = [.. words.Select((_, i) => Word(i, NpgsqlTsQueryLexeme.Weight.None))];
        NpgsqlTsQuery[] inName = [.. words.Select((_, i) => Word(i, NpgsqlTsQueryLexeme.Weight.A))];
        return new SearchWords(
            each.Aggregate((all, word) => new NpgsqlTsQueryAnd(all, word)),
            inName.Aggregate((all, word) => new NpgsqlTsQueryAnd(all, word)),
            words.Select(word => (NpgsqlTsQuery)new NpgsqlTsQueryLexeme(word)).Aggregate((all, word) => new NpgsqlTsQueryAnd(all, word)),
            each.Aggregate((any, word) => new NpgsqlTsQueryOr(any, word)),
            each);

        NpgsqlTsQueryLexeme Word(int i, NpgsqlTsQueryLexeme.Weight weight) =>
            new(words[i], weight, isPrefixSearch: i == words.Length - 1 && words[i].Length >= ShortestBeginning);
    }
}
