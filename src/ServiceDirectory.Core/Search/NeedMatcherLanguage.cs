using System.Collections.Frozen;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>What a word does in the grammar of one language.</summary>
internal enum Role : byte
{
    None,
    Stop,
    Weak,
    Denying,
    Lacking,
    Wanting,
    Getting,
    Knowing,
    Break,
}

/// <summary>One language's rules, ready for use.</summary>
internal sealed class NeedMatcherLanguage
{
    private readonly IReadOnlyList<MatchingRules.Replacement> _beginnings;
    private readonly IReadOnlyList<MatchingRules.Replacement> _endings;
    private readonly FrozenDictionary<string, Role> _roles;
    private readonly FrozenSet<string> _realStems;
    private readonly FrozenSet<string> _ofSelf;

    public NeedMatcherLanguage(string tag, MatchingRules.Language rules)
    {
        Tag = tag;
        _beginnings = rules.Beginnings;
        _endings = rules.Endings;
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        Add(rules.StopWords, Role.Stop);
        Add(rules.WeakWords, Role.Weak);
        Add(rules.Breaks, Role.Break);
        Add(rules.Wanting, Role.Wanting);
        Add(rules.Getting, Role.Getting);
        Add(rules.Knowing, Role.Knowing);
        Add(rules.Lacking, Role.Lacking);
        Add(rules.Denying, Role.Denying);
        _roles = roles.ToFrozenDictionary(StringComparer.Ordinal);
        _ofSelf = rules.OfSelf.ToFrozenSet(StringComparer.Ordinal);
        _realStems = rules.RealWords.Select(Stem).ToFrozenSet(StringComparer.Ordinal);

        void Add(IReadOnlyList<string> words, Role role)
        {
            foreach (string word in words)
                roles[word] = role;
        }
    }

    public string Tag { get; }

    public Role RoleOf(string word) => _roles.GetValueOrDefault(word);

    /// <summary>A word by which people speak of themselves.</summary>
    public bool IsOfSelf(string word) => _ofSelf.Contains(word);

    /// <summary>A word that is what it is, and no misspelling of another.</summary>
    public bool IsReal(string word) => _roles.ContainsKey(word) || _realStems.Contains(Stem(word));

    /// <summary>The word without what is written before it as one with it, so that "the prison" is "prison"; null where nothing of the kind stands there.</summary>
    public string? Bare(string word)
    {
        foreach (var beginning in _beginnings)
        {
            if (word.StartsWith(beginning.From, StringComparison.Ordinal) && word.Length - beginning.From.Length + beginning.To.Length >= beginning.Least)
                return string.Concat(beginning.To, word.AsSpan(beginning.From.Length));
        }

        return null;
    }

    /// <summary>The word without its ending, so that "tested" and "tests" are one.</summary>
    public string Stem(string word)
    {
        foreach (var ending in _endings)
        {
            if (word.EndsWith(ending.From, StringComparison.Ordinal) && word.Length - ending.From.Length + ending.To.Length >= ending.Least)
            {
                word = string.Concat(word.AsSpan(0, word.Length - ending.From.Length), ending.To);
                break;
            }
        }

        // "hitting" and "hit", "dressing" and "dress".
        return word.Length > 3 && word[^1] == word[^2] ? word[..^1] : word;
    }
}
