namespace ServiceDirectory.Core.Search;

/// <summary>What a word is good for.</summary>
internal enum WordKind : byte
{
    /// <summary>May mean a need, alone or with others.</summary>
    Content,

    /// <summary>Tells phrases apart, and means nothing alone.</summary>
    Weak,

    /// <summary>Says nothing.</summary>
    Stop,
}

/// <summary>What the words before it make of a word.</summary>
internal enum Polarity : byte
{
    Said,

    /// <summary>"No doctor": what is missing may be what is needed.</summary>
    Lacking,

    /// <summary>"Not pregnant".</summary>
    Denied,
}

/// <summary>Reads words one after the other and remembers what was denied. Phrases and typed texts are read alike.</summary>
internal struct NeedMatcherGrammar
{
    private Polarity _pending;

    /// <param name="role">What the word does in its language.</param>
    /// <param name="gap">How far the word stands from the one before.</param>
    public (WordKind Kind, Polarity Polarity) Next(Role role, int gap)
    {
        if (gap > 0)
            _pending = Polarity.Said;
        var now = _pending;
        switch (role)
        {
            case Role.Denying:
                _pending = Polarity.Denied;
                return (WordKind.Stop, Polarity.Said);
            case Role.Lacking:
                _pending = Polarity.Lacking;
                return (WordKind.Stop, Polarity.Said);
            case Role.Break:
                _pending = Polarity.Said;
                return (WordKind.Stop, Polarity.Said);
            case Role.Stop:
                return (WordKind.Stop, Polarity.Said);
            case Role.Weak:
                return (WordKind.Weak, now);
            case Role.Wanting or Role.Getting or Role.Knowing when now == Polarity.Said:
                return (WordKind.Weak, Polarity.Said);
            case Role.Wanting:
                return (WordKind.Weak, now);
            case Role.Getting:
                _pending = Polarity.Lacking;
                return (WordKind.Weak, now);
            case Role.Knowing:
                _pending = Polarity.Said;
                return (WordKind.Weak, now);
            default:
                _pending = Polarity.Said;
                return (WordKind.Content, now);
        }
    }
}
