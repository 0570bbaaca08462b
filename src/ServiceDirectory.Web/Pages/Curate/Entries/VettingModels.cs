using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>One promise to judge.</summary>
/// <param name="Kept">What is ticked; null: nothing.</param>
/// <param name="Found">What was found out about it.</param>
/// <param name="AskForOwn">This organisation has to ask about it itself.</param>
/// <param name="HasOwn">It did.</param>
public sealed record VerdictModel(Criterion Criterion, Verdict? Kept, IReadOnlyList<FoundEvidence> Found, bool AskForOwn, bool HasOwn);

/// <summary>Several lines to type into.</summary>
/// <param name="Wrong">What was wrong with what was typed; null: nothing.</param>
/// <param name="Typed">What was typed.</param>
public sealed record WordsModel(string Name, string Label, string? Help = null, string? Wrong = null, string? Typed = null, int Rows = 3)
{
    public string? Described => (Wrong, Help) switch
    {
        (null, null) => null,
        (null, _) => $"{Name}-help",
        (_, null) => $"{Name}-wrong",
        _ => $"{Name}-wrong {Name}-help",
    };
}

/// <summary>Promises to tick.</summary>
/// <param name="Chosen">Their ids as they were sent.</param>
public sealed record WhichModel(string Legend, IReadOnlyList<Criterion> Criteria, IReadOnlyList<string> Chosen, string? Wrong = null);

/// <summary>How something was found out, and when.</summary>
/// <param name="Kinds">Those to choose from.</param>
public sealed record HowModel(string? Kind, string? On, string? WrongKind, string? WrongOn, IReadOnlyList<EvidenceKind> Kinds);

/// <summary>One yes or no.</summary>
/// <param name="Typed">As it was sent; null: nothing.</param>
public sealed record YesNoModel(string Name, string Legend, string? Typed)
{
    /// <summary>Kinds of yes, and how each is said; empty: a yes is a yes.</summary>
    public IReadOnlyList<(string Value, string Words)> Yes { get; init; } = [];
}

/// <summary>One question of a talk.</summary>
/// <param name="Kept">What is ticked; null: nothing.</param>
/// <param name="Typed">What was typed; null: nothing.</param>
/// <param name="MustAsk">It is one that this organisation has to put itself.</param>
public sealed record QuestionModel(Criterion Criterion, Verdict? Kept, string? Typed, string? Wrong, bool MustAsk);
